namespace HipaaJwt.Names;

/// <summary>Reads and writes the paths of configuration as names of environment variables.</summary>
internal static class EnvironmentNames
{
    /// <summary>
    /// Splits a name at the separators that people confuse with two underscores: one underscore, and two hyphens, which Azure Key Vault
    /// uses for the names of its secrets.
    /// </summary>
    public static string[] LevelsOf(string name) => name.Replace("--", "_", StringComparison.Ordinal)
        .Split('_', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The environment variable of a path, such as <c>HipaaJwt__Issuers__0__Issuer</c>.</summary>
    public static string Of(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
