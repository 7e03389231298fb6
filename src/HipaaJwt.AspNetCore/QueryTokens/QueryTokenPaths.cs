namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>The paths that may have a token in their query. Case and a trailing slash do not matter, as in routing. Immutable.</summary>
internal sealed class QueryTokenPaths
{
    private readonly HashSet<string> _paths;

    public QueryTokenPaths(IEnumerable<string> paths) => _paths = paths.Select(Normalize).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => _paths.Count == 0;

    public bool Contains(string path) => _paths.Contains(Normalize(path));

    /// <summary>Returns whether a path matches one of a few.</summary>
    public static bool IsAny(IList<string> paths, string path) =>
        paths.Any(candidate => string.Equals(Normalize(candidate), Normalize(path), StringComparison.OrdinalIgnoreCase));

    private static string Normalize(string path) => path.EndsWith('/') ? path[..^1] : path;
}
