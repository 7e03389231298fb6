using System.Text.Json;

namespace HipaaJwt.Plots;

internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<TLine> Read<TLine>(string folder, string name) =>
        [.. File.ReadLines(Path.Combine(folder, name)).Select(line => JsonSerializer.Deserialize<TLine>(line, Options)!)];
}
