namespace HipaaJwt.Stores.Tests.Support;

/// <summary>The programs of an installed PostgreSQL.</summary>
internal static class PostgreSqlBinaries
{
    private static readonly string? Folder = Find();

    /// <summary>Skips the test if PostgreSQL is not installed. With CI=true, the test fails instead.</summary>
    public static void SkipIfMissing()
    {
        const string Remedy = "PostgreSQL was not found in /usr/lib/postgresql/*/bin or PATH. Install the package postgresql.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Folder.Should().NotBeNull(Remedy);
        }

        Assert.SkipWhen(Folder is null, Remedy);
    }

    public static string PathOf(string program) => Path.Combine(Folder!, program);

    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0)
            : Enumerable.Empty<string>();
        return versions.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
