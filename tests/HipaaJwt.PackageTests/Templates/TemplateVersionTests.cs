using System.Xml.Linq;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Templates;

[Collection(typeof(TemplateCollection))]
public sealed class TemplateVersionTests
{
    private readonly GeneratedProjects _projects;
    private readonly PackedPackages _packages;

    public TemplateVersionTests(GeneratedProjects projects, PackedPackages packages)
    {
        _projects = projects;
        _packages = packages;
    }

    [Theory]
    [InlineData("Charts")]
    [InlineData("chart-worker")]
    public void A_generated_project_has_the_version_of_the_templates_and_the_other_versions_of_this_repository(string project)
    {
        var versions = XDocument.Load(Path.Combine(_projects.Folder, project, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value);

        versions.Should().ContainKeys(PackedPackages.AuditLog, PackedPackages.Testing, "xunit.v3.mtp-off");
        foreach (var (package, version) in versions)
        {
            var expected = package.StartsWith(PackedPackages.Core, StringComparison.Ordinal)
                ? _packages.Version
                : Repository.VersionOf(package);
            version.Should().Be(expected, package);
        }
    }
}
