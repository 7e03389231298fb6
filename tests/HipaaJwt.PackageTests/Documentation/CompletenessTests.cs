using System.Globalization;
using System.Reflection;
using System.Xml.Linq;
using HipaaJwt.PackageTests.Support;

namespace HipaaJwt.PackageTests.Documentation;

/// <summary>Compares the documentation with error codes, packages, options and links.</summary>
public sealed class CompletenessTests
{
    [Fact]
    public void Every_error_code_has_a_row_with_its_number_meaning_response_and_remedy()
    {
        var rows = Markdown.Read("docs/errors.md").Rows()
            .Where(row => row.Length == 5 && int.TryParse(row[0], CultureInfo.InvariantCulture, out _))
            .ToDictionary(row => int.Parse(row[0], CultureInfo.InvariantCulture));

        var codes = Enum.GetValues<JwtErrorCode>().Select(code => (int)code);
        rows.Keys.Should().Equal(codes, "the rows have the codes of the enumeration in its order");
        foreach (var code in Enum.GetValues<JwtErrorCode>())
        {
            var row = rows[(int)code];
            row[1].Should().Be(code.ToString());
            row[2].Should().NotBeEmpty();
            row[3].Should().NotBeEmpty();
            (row[4].Length > 0 || code == JwtErrorCode.None).Should().BeTrue("{0} needs a remedy", code);
        }
    }

    [Fact]
    public void Every_dependency_has_a_row_with_its_purpose_reason_and_license()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);
        var rows = Markdown.Read("docs/dependencies.md").Rows()
            .Where(row => row.Length == 4 && row[0] != "Package" && !row[0].StartsWith('-'))
            .ToArray();

        rows.Select(row => row[0]).Should().BeEquivalentTo(packages);
        rows.Should().OnlyContain(row => row.All(cell => cell.Length > 0));
    }

    [Theory]
    [InlineData(typeof(HipaaJwtOptions), "")]
    [InlineData(typeof(TrustedIssuer), "")]
    [InlineData(typeof(TokenCacheOptions), "TokenCache:")]
    [InlineData(typeof(AuditOptions), "Audit:")]
    [InlineData(typeof(DPoPOptions), "DPoP:")]
    [InlineData(typeof(ReplayOptions), "Replay:")]
    [InlineData(typeof(DecryptionOptions), "Decryption:")]
    [InlineData(typeof(PhiClaimOptions), "PhiClaims:")]
    public void Every_option_has_a_row(Type options, string prefix)
    {
        var documented = Markdown.Read("docs/configuration.md").Rows().Select(row => row[0]).ToHashSet();

        foreach (var option in OptionsOf(options))
        {
            var isGroup = option.PropertyType.Namespace == nameof(HipaaJwt) && option.PropertyType.IsClass;
            (isGroup || documented.Contains(prefix + option.Name))
                .Should().BeTrue("{0}{1} needs a row in docs/configuration.md", prefix, option.Name);
        }
    }

    [Fact]
    public void Every_option_of_the_bearer_scheme_has_a_row()
    {
        var documented = Markdown.Read("docs/configuration.md").Rows().Select(row => row[0]);

        documented.Should().Contain(OptionsOf(typeof(HipaaJwtBearerOptions)).Select(option => option.Name));
    }

    [Fact]
    public void Every_option_of_the_audit_log_has_a_row()
    {
        var documented = Markdown.Read("docs/audit-log.md").Rows().Select(row => row[0]);

        documented.Should().Contain(
            OptionsOf(typeof(FileAuditLogOptions)).Concat(OptionsOf(typeof(AuditLogOptions))).Select(option => option.Name));
    }

    [Fact]
    public void Every_option_of_the_FHIR_export_has_a_row()
    {
        var documented = Markdown.Read("docs/fhir.md").Rows().Select(row => row[0]);

        documented.Should().Contain(OptionsOf(typeof(FhirAuditExportOptions)).Select(option => option.Name)
            .Where(option => option != nameof(FhirAuditExportOptions.Mapping)));
        documented.Should().Contain(OptionsOf(typeof(FhirAuditOptions)).Select(option => "Mapping." + option.Name));
    }

    [Fact]
    public void Every_link_inside_the_repository_has_a_target()
    {
        var broken =
            from page in Markdown.All()
            from link in page.Links
            where !link.StartsWith("https://", StringComparison.Ordinal) && !HasTarget(page, link)
            select $"{page.Path}: {link}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void No_page_claims_HIPAA_compliance()
    {
        string[] claims = ["HIPAA-compliant", "HIPAA compliant", "HIPAA-certified"];
        var pages = Markdown.All().Where(page => claims.Any(claim => page.Text.Contains(claim, StringComparison.OrdinalIgnoreCase)));

        pages.Select(page => page.Path).Should().BeEmpty();
    }

    private static PropertyInfo[] OptionsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static bool HasTarget(Markdown page, string link)
    {
        var parts = link.Split('#', 2);
        var folder = Path.GetDirectoryName(page.Path) ?? string.Empty;
        var target = parts[0].Length == 0 ? page.Path : Path.GetRelativePath(Repository.Root, Repository.PathOf(folder, parts[0]));
        return Path.Exists(Repository.PathOf(target))
            && (parts.Length == 1 || Markdown.Read(target).Anchors.Contains(parts[1]));
    }
}
