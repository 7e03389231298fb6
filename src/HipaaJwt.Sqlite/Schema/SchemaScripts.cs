namespace HipaaJwt.Sqlite.Schema;

/// <summary>The scripts that create and upgrade the schema. Each sets the version that its name begins with.</summary>
internal static class SchemaScripts
{
    /// <summary>The version that this package works with.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Reads the scripts after a version, in their order.</summary>
    /// <param name="version">The version of the database; 0 if it has no schema.</param>
    /// <param name="folder">The folder of the scripts; empty for those of the stores.</param>
    public static IEnumerable<string> After(int version, string folder)
    {
        var assembly = typeof(SchemaScripts).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name =>
            name.EndsWith(".sql", StringComparison.Ordinal) && name[..(name.LastIndexOf('/') + 1)] == folder);
        foreach (var name in names.Order(StringComparer.Ordinal).Skip(version))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
