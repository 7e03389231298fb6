using System.Text.Json;

namespace HipaaJwt.Plots;

internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the lines of all files whose name matches the pattern.</summary>
    public static IReadOnlyList<TLine> Read<TLine>(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern)
            .SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<TLine>(line, Options)!)];
}
