using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using HipaaJwt.PackageTests.Documentation;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests;

public sealed class PackageContentTests
{
    private readonly PackedPackages _packages;

    public PackageContentTests(PackedPackages packages) => _packages = packages;

    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    [InlineData(PackedPackages.Testing)]
    public void A_package_contains_its_assembly_documentation_readme_and_icon(string package)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));
        var names = archive.Entries.Select(entry => entry.FullName).ToArray();

        names.Should().Contain([$"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", "README.md", "icon.png", "sbom/bom.json"]);
        names.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Should().HaveCount(2, "the package contains nothing else");
        using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
        readme.ReadToEnd().Should().Be(Repository.ReadText($"src/{package}/package-readme.md"));
    }

    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    public void A_package_of_a_service_contains_machine_code_of_the_same_assembly_for_linux_x64(string package)
    {
        var isCompiledHere = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;
        Assert.SkipUnless(isCompiledHere, "Machine code is compiled on linux-x64 only.");
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));

        using var portable = ReadAssembly(archive, $"lib/net10.0/{package}.dll");
        using var image = ReadAssembly(archive, $"runtimes/linux-x64/lib/net10.0/{package}.dll");

        portable.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size.Should().Be(0);
        image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size.Should().BePositive();
        VersionOf(image).Should().Be(VersionOf(portable));
    }

    [Theory]
    [InlineData(PackedPackages.Testing)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.Tool)]
    [InlineData(PackedPackages.Templates)]
    public void Other_packages_contain_no_machine_code(string package)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));

        archive.Entries.Should().NotContain(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PackedPackages.Tool, "tools/net10.0/any/hipaa-jwt.dll")]
    [InlineData(PackedPackages.Templates, "content/hipaajwt-api/.template.config/template.json")]
    public void A_package_without_a_library_contains_its_program_or_templates_readme_and_icon(string package, string file)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));
        var names = archive.Entries.Select(entry => entry.FullName).ToArray();

        names.Should().Contain([file, "README.md", "icon.png", "sbom/bom.json"]);
        names.Should().NotContain(name => name.StartsWith("lib/", StringComparison.Ordinal));
        using var readme = new StreamReader(archive.GetEntry("README.md")!.Open());
        readme.ReadToEnd().Should().Be(Repository.ReadText($"src/{package}/package-readme.md"));
    }

    /// <summary>Package galleries do not resolve relative links.</summary>
    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    [InlineData(PackedPackages.Testing)]
    [InlineData(PackedPackages.Tool)]
    [InlineData(PackedPackages.Templates)]
    public void The_readme_of_a_package_has_absolute_links_only(string package) =>
        Markdown.Read($"src/{package}/package-readme.md").Links.Should().NotBeEmpty()
            .And.OnlyContain(link => link.StartsWith("https://", StringComparison.Ordinal));

    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    [InlineData(PackedPackages.Testing)]
    public void The_bill_of_materials_lists_every_dependency_of_the_package(string package)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));
        using var bom = JsonDocument.Parse(archive.GetEntry("sbom/bom.json")!.Open());
        var subject = bom.RootElement.GetProperty("metadata").GetProperty("component");
        var components = bom.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("name").GetString());

        bom.RootElement.GetProperty("bomFormat").GetString().Should().Be("CycloneDX");
        subject.GetProperty("purl").GetString().Should().Be($"pkg:nuget/{package}@{_packages.Version}");
        components.Should().Contain(DependenciesOf(package));
    }

    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    [InlineData(PackedPackages.Testing)]
    [InlineData(PackedPackages.Tool)]
    [InlineData(PackedPackages.Templates)]
    public void A_package_has_its_description_and_license(string package)
    {
        var metadata = MetadataOf(package);

        Value(metadata, "id").Should().Be(package);
        Value(metadata, "license").Should().Be("MIT");
        metadata.Elements().Single(element => element.Name.LocalName == "license").Attribute("type")!.Value.Should().Be("expression");
        Value(metadata, "readme").Should().Be("README.md");
        Value(metadata, "icon").Should().Be("icon.png");
        Value(metadata, "projectUrl").Should().Be("https://github.com/hipaajwt/hipaajwt");
        Value(metadata, "description").Should().Contain("HIPAA-aligned").And.NotContainEquivalentOf("compliant");
        Value(metadata, "tags").Should().Contain("jwt");
    }

    [Theory]
    [InlineData(PackedPackages.Core)]
    [InlineData(PackedPackages.AspNetCore)]
    [InlineData(PackedPackages.OpenApi)]
    [InlineData(PackedPackages.TokenIssuer)]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    [InlineData(PackedPackages.Redis)]
    [InlineData(PackedPackages.AuditLog)]
    [InlineData(PackedPackages.Fhir)]
    [InlineData(PackedPackages.Testing)]
    public void A_separate_package_contains_the_symbols(string package)
    {
        using var symbols = ZipFile.OpenRead(_packages.PathOf(package, "snupkg"));

        symbols.Entries.Select(entry => entry.FullName).Should().Contain($"lib/net10.0/{package}.pdb");
    }

    /// <summary>An administrator takes the scripts from the package. The library applies the same scripts.</summary>
    [Theory]
    [InlineData(PackedPackages.Sqlite)]
    [InlineData(PackedPackages.PostgreSql)]
    public void A_package_with_a_database_contains_its_scripts(string package)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));
        var scripts = archive.Entries.Where(entry => entry.FullName.StartsWith("scripts/", StringComparison.Ordinal)).ToArray();

        var sources = Directory.GetFiles(Repository.PathOf("src", package, "Schema"), "*.sql")
            .ToDictionary(path => $"scripts/{Path.GetFileName(path)}")
            .Concat(Directory.GetFiles(Repository.PathOf("src", package, "AuditLogs"), "*.sql")
                .ToDictionary(path => $"scripts/audit/{Path.GetFileName(path)}"))
            .ToDictionary(pair => pair.Key, pair => pair.Value);

        scripts.Select(entry => entry.FullName).Should().NotBeEmpty().And.BeEquivalentTo(sources.Keys);
        foreach (var script in scripts)
        {
            using var reader = new StreamReader(script.Open());
            reader.ReadToEnd().Should().Be(File.ReadAllText(sources[script.FullName]));
        }
    }

    [Fact]
    public void The_core_package_has_only_the_documented_dependencies() =>
        DependenciesOf(PackedPackages.Core).Should().BeEquivalentTo(
            "Microsoft.Extensions.Configuration.Abstractions",
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics",
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Http",
            "Microsoft.Extensions.Logging",
            "Microsoft.Extensions.Options",
            "Microsoft.IdentityModel.JsonWebTokens");

    [Fact]
    public void The_ASP_NET_Core_package_depends_on_the_same_version_of_the_core_package()
    {
        var core = MetadataOf(PackedPackages.AspNetCore).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == PackedPackages.Core);

        core.Attribute("version")!.Value.Should().Be(_packages.Version);
    }

    [Fact]
    public async Task A_package_contains_its_repository_and_commit()
    {
        var repository = MetadataOf(PackedPackages.Core).Elements().Single(element => element.Name.LocalName == "repository");

        repository.Attribute("type")!.Value.Should().Be("git");
        repository.Attribute("url")!.Value.Should().Be("https://github.com/hipaajwt/hipaajwt");
        repository.Attribute("commit")!.Value.Should().Be((await CommandLine.RunAsync(Repository.Root, "git", "rev-parse", "HEAD")).Trim());
    }

    private static PEReader ReadAssembly(ZipArchive archive, string path)
    {
        using var entry = archive.GetEntry(path)!.Open();
        var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        bytes.Position = 0;
        return new PEReader(bytes);
    }

    private static Guid VersionOf(PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static string? Value(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    private IEnumerable<string> DependenciesOf(string package) => MetadataOf(package).Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => element.Attribute("id")!.Value);

    private XElement MetadataOf(string package)
    {
        using var archive = ZipFile.OpenRead(_packages.PathOf(package, "nupkg"));
        using var nuspec = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }
}
