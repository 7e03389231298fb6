namespace HipaaJwt.Sqlite.Files;

/// <summary>Checks the paths in options.</summary>
internal static class FilePath
{
    /// <returns>What is wrong with a path, and the remedy; null if it can be the path of a file.</returns>
    public static string? ProblemOf(string? path) => path switch
    {
        _ when string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal) =>
            "the path is missing. Write the path of a file on a local disk.",
        _ when path.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) =>
            "the value is not the path of a file. Write the path of a file on a local disk, or use AddMemoryStores for stores in memory.",
        _ => null,
    };
}
