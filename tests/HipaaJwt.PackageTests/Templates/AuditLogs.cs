namespace HipaaJwt.PackageTests.Templates;

/// <summary>Reads the audit logs that generated projects wrote.</summary>
internal static class AuditLogs
{
    /// <summary>The events of all streams below a directory, each a line. The service may still be writing.</summary>
    public static string[] LinesOf(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.jsonl", SearchOption.AllDirectories).SelectMany(ReadLines),
    ];

    private static IEnumerable<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
