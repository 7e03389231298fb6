using System.Globalization;
using HipaaJwt.PackageTests.Support;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace HipaaJwt.PackageTests.Support;

/// <summary>
/// Packs the packages as they are published, in a folder outside the repository. Each run has a new version, so that it cannot
/// use a package of an earlier run. If <see cref="PackedVariable"/> names a folder with packages of a new version, they are used instead.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public const string Core = "HipaaJwt";
    public const string AspNetCore = "HipaaJwt.AspNetCore";
    public const string OpenApi = "HipaaJwt.OpenApi";
    public const string TokenIssuer = "HipaaJwt.TokenIssuer";
    public const string Sqlite = "HipaaJwt.Sqlite";
    public const string PostgreSql = "HipaaJwt.PostgreSql";
    public const string Redis = "HipaaJwt.Redis";
    public const string AuditLog = "HipaaJwt.AuditLog";
    public const string Fhir = "HipaaJwt.Fhir";
    public const string Testing = "HipaaJwt.Testing";
    public const string Tool = "HipaaJwt.Tool";
    public const string Templates = "HipaaJwt.Templates";

    /// <summary>The environment variable with the folder of packages that a build has packed already.</summary>
    private const string PackedVariable = "HIPAAJWT_PACKED";

    private static readonly string[] All =
        [Core, AspNetCore, OpenApi, TokenIssuer, Sqlite, PostgreSql, Redis, AuditLog, Fhir, Testing, Tool, Templates];

    private static readonly string? Packed = Environment.GetEnvironmentVariable(PackedVariable);

    private string? _cache;

    public string Folder { get; } = Directory.CreateTempSubdirectory("hipaajwt-packages-").FullName;

    public string Version { get; } = Packed is null
        ? string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.g{Guid.NewGuid():N}")
        : VersionOf(Directory.GetFiles(Packed, $"{AspNetCore}.*.nupkg").Single());

    private string PackageFolder => Packed ?? Path.Combine(Folder, "packages");

    public string PathOf(string package, string extension) => Path.Combine(PackageFolder, $"{package}.{Version}.{extension}");

    /// <summary>Copies a consumer to a new folder with its own build properties and package source.</summary>
    public string CopyConsumer(string name, string purpose)
    {
        var folder = CreateFolder($"{name}-{purpose}");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumers", name)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    /// <summary>Creates a folder with its own build properties and package source, and without a project.</summary>
    public string CreateFolder(string name)
    {
        var folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "Directory.Build.props"),
            "<Project><PropertyGroup>"
            + $"<HipaaJwtVersion>{Version}</HipaaJwtVersion>"
            + $"<ApiDescriptionVersion>{Repository.VersionOf("Microsoft.Extensions.ApiDescription.Server")}</ApiDescriptionVersion>"
            + "</PropertyGroup></Project>");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="hipaajwt-packed" value="{PackageFolder}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    public async ValueTask InitializeAsync()
    {
        var locals = await CommandLine.RunAsync(Folder, "dotnet", "nuget", "locals", "global-packages", "--list");
        _cache = locals[(locals.IndexOf("global-packages:", StringComparison.Ordinal) + "global-packages:".Length)..].Trim();

        if (Packed is not null)
        {
            return;
        }

        // A separate artifacts path, because the test run may use the artifacts of the repository. The build of the repository has already
        // analyzed the code.
        await CommandLine.RunAsync(
            Repository.Root,
            "dotnet",
            "pack",
            Path.Combine("eng", "packages.slnf"),
            "--configuration",
            "Release",
            "--artifacts-path",
            Path.Combine(Folder, "artifacts"),
            "--output",
            PackageFolder,
            $"-p:Version={Version}",
            "-p:RunAnalyzers=false");
    }

    /// <summary>Deletes the folder, and the packages that restoring the consumers copied to the NuGet cache.</summary>
    public ValueTask DisposeAsync()
    {
        DeleteIfExists(Folder);
        foreach (var cached in All.Select(package => Path.Combine(_cache ?? Folder, package.ToLowerInvariant())).Where(Directory.Exists))
        {
            DeleteIfExists(Path.Combine(cached, Version));
            if (!Directory.EnumerateFileSystemEntries(cached).Any())
            {
                Directory.Delete(cached);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static string VersionOf(string package) => Path.GetFileNameWithoutExtension(package)[(AspNetCore.Length + 1)..];

    private static void DeleteIfExists(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
