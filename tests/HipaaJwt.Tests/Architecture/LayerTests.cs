using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

[Trait("Speed", "Slow")]
public sealed class LayerTests
{
    /// <summary>
    /// The folders of each package from the lowest layer to the highest. A folder may use the folders that it lists, and all folders that
    /// these may use. It may list only folders above it in the table, so there is no circular dependency.
    /// </summary>
    private static readonly Dictionary<string, (string Folder, string[] DependsOn)[]> Layers = new()
    {
        ["HipaaJwt"] =
        [
            ("Errors", []),
            ("Calls", []),
            ("Names", []),
            ("Diagnostics", ["Errors"]),
            ("Text", ["Errors"]),
            ("Revocation/Log", ["Text"]),
            ("Sessions", []),
            ("Jws", ["Text"]),
            ("Claims", ["Text"]),
            ("Issuers", ["Jws", "Claims"]),
            ("Keys", ["Issuers"]),
            ("Keys/Remote", ["Keys", "Diagnostics"]),
            ("Encryption", ["Keys"]),
            ("PhiClaims", ["Text"]),
            ("Permissions", ["Claims"]),
            ("ValidatedJwt", ["Claims", "Permissions", "PhiClaims", "Keys", "Revocation/Log"]),
            ("EncodedJwt", []),
            ("JwtValidationRequest", ["EncodedJwt"]),
            ("JwtValidationResult", ["ValidatedJwt"]),
            ("IJwtValidator", ["JwtValidationRequest", "JwtValidationResult"]),
            ("IJwtRevalidator", ["ValidatedJwt"]),
            ("JwtValidationExtensions", ["IJwtValidator"]),
            ("Auditing", ["ValidatedJwt", "JwtValidationRequest", "Sessions", "Diagnostics", "Calls"]),
            ("Safeguards", ["Auditing"]),
            ("Checks", ["ValidatedJwt", "JwtValidationRequest", "PhiClaims"]),
            ("Replay", ["Checks", "Diagnostics", "Calls"]),
            ("SenderConstraints", ["Replay"]),
            ("Caching", ["Text"]),
            ("TrustedIssuer", ["Jws", "Claims", "Keys"]),
            ("Providers", ["TrustedIssuer"]),
            ("HipaaJwtOptions",
                ["TrustedIssuer", "Caching", "SenderConstraints", "Replay", "Encryption", "PhiClaims", "Auditing", "Checks"]),
            ("Policy", ["HipaaJwtOptions", "Keys/Remote", "Checks", "Permissions", "Names"]),
            ("Revocation", ["Policy"]),
            ("Validation", ["Revocation", "IJwtValidator", "IJwtRevalidator"]),
            ("Logout", ["Validation"]),
            ("Configuration", ["HipaaJwtOptions", "Providers", "Permissions", "Names"]),
            ("Development", ["Configuration", "Diagnostics"]),
            ("Hosting", ["Revocation", "Safeguards"]),
            ("DependencyInjection", ["Logout", "Configuration", "Development", "Hosting", "JwtValidationExtensions"]),
        ],
        ["HipaaJwt.AspNetCore"] =
        [
            ("IJwtValidationFeature", []),
            ("HipaaJwtBearerDefaults", []),
            ("PermissionPolicy", []),
            ("Hosting", []),
            ("Requests", ["IJwtValidationFeature"]),
            ("HipaaJwtHttpContextExtensions", ["Requests"]),
            ("Binding", ["Requests", "HipaaJwtHttpContextExtensions"]),
            ("Forwarding", ["Requests", "HipaaJwtHttpContextExtensions"]),
            ("HipaaJwtBearerOptions", ["Requests"]),
            ("Permissions", ["Requests", "PermissionPolicy"]),
            ("StepUp", ["Requests"]),
            ("Auditing", ["Requests", "HipaaJwtHttpContextExtensions"]),
            ("Logout", ["Requests", "Hosting"]),
            ("Revocation", ["Permissions", "HipaaJwtHttpContextExtensions", "Hosting"]),
            ("Policies", ["Permissions", "StepUp"]),
            ("Schemes", ["Policies", "Auditing"]),
            ("SignalR", ["Auditing"]),
            ("QueryTokens", ["Requests", "HipaaJwtBearerOptions"]),
            ("Bearer", ["Schemes", "QueryTokens"]),
            ("../HipaaJwt/Names", []),
            ("DependencyInjection", ["Bearer", "Binding", "SignalR", "Policies", "HipaaJwtBearerDefaults", "Hosting", "../HipaaJwt/Names"]),
            ("JwtBearer", ["Bearer", "DependencyInjection"]),
        ],
        ["HipaaJwt.OpenApi"] =
        [
            ("Security", []),
            ("DependencyInjection", ["Security"]),
        ],
        ["HipaaJwt.TokenIssuer"] =
        [
            ("SessionStoreUnavailableException", []),
            ("TokenBinding", []),
            ("ClientSecret", []),
            ("TokenClient", []),
            ("TokenIssuerOptions", ["TokenClient"]),
            ("TokenRequest", ["TokenBinding"]),
            ("RefreshRequest", ["TokenBinding"]),
            ("TokenResult", []),
            ("ITokenIssuer", ["TokenRequest", "RefreshRequest", "TokenResult"]),
            ("IRefreshPolicy", []),
            ("ISigner", []),
            ("IKeyProtector", []),
            ("ISessionAdministrator", []),
            ("ISigningKeyAdministrator", []),
            ("../HipaaJwt/Diagnostics", []),
            ("../HipaaJwt.AspNetCore/Hosting", []),
            ("Diagnostics", ["../HipaaJwt/Diagnostics"]),
            ("../HipaaJwt/Calls", []),
            ("Calls", ["../HipaaJwt/Calls", "SessionStoreUnavailableException"]),
            ("Sessions", ["Calls", "TokenIssuerOptions", "IKeyProtector"]),
            ("SigningKeys", ["Sessions", "Diagnostics", "ISigner", "ISigningKeyAdministrator"]),
            ("Protection", ["SigningKeys"]),
            ("Issuing", ["Sessions", "TokenBinding", "ISigner"]),
            ("Auditing", ["Issuing", "TokenRequest", "ISessionAdministrator"]),
            ("Ending", ["Auditing", "Diagnostics"]),
            ("Health", ["SigningKeys", "Issuing", "Diagnostics"]),
            ("Requests", []),
            ("Tokens", ["Ending", "SigningKeys", "Requests", "ITokenIssuer", "IRefreshPolicy"]),
            ("Administration", ["Ending"]),
            ("Activity", ["Sessions", "Diagnostics"]),
            ("Clients", ["Requests", "TokenIssuerOptions", "ClientSecret"]),
            ("Cookies", ["TokenResult", "TokenRequest", "ISessionAdministrator", "TokenClient"]),
            ("Endpoints",
                ["Clients", "Cookies", "ITokenIssuer", "ISigner", "ISessionAdministrator", "SessionStoreUnavailableException",
                    "../HipaaJwt.AspNetCore/Hosting"]),
            ("DependencyInjection", ["Endpoints", "Activity", "Administration", "Health", "Tokens", "Protection"]),
        ],
        ["HipaaJwt.Sqlite"] =
        [
            ("SqliteStoreOptions", []),
            ("SqliteAuditLogOptions", []),
            ("Files", []),
            ("Schema", ["SqliteStoreOptions", "SqliteAuditLogOptions"]),
            ("Database", ["Files", "Schema"]),
            ("Stores", ["Database"]),
            ("AuditLogs", ["Database"]),
            ("DependencyInjection", ["Stores", "AuditLogs"]),
        ],
        ["HipaaJwt.PostgreSql"] =
        [
            ("PostgreSqlStoreOptions", []),
            ("PostgreSqlAuditLogOptions", []),
            ("Diagnostics", []),
            ("Commands", []),
            ("Schema", ["PostgreSqlStoreOptions", "Commands"]),
            ("Connections", ["Schema", "Diagnostics"]),
            ("Revocations", ["Connections"]),
            ("Replay", ["Connections"]),
            ("Sessions", ["Connections"]),
            ("SigningKeys", ["Connections"]),
            ("AuditLogs", ["Connections", "PostgreSqlAuditLogOptions"]),
            ("DependencyInjection", ["Revocations", "Replay", "Sessions", "SigningKeys", "AuditLogs"]),
        ],
        ["HipaaJwt.Redis"] =
        [
            ("RedisStoreOptions", []),
            ("Servers", ["RedisStoreOptions"]),
            ("Revocations", ["Servers"]),
            ("Replay", ["Servers"]),
            ("DependencyInjection", ["Revocations", "Replay"]),
        ],
        ["HipaaJwt.AuditLog"] =
        [
            ("AuditLogStatus", []),
            ("AuditLogUnavailableException", []),
            ("AuditLogDamagedException", []),
            ("AuditLogEntry", []),
            ("Merkle", []),
            ("Keys", []),
            ("Format", ["Merkle", "Keys"]),
            ("Records", ["Format"]),
            ("Disks", []),
            ("AuditLogCheckpoint", ["Keys", "Merkle"]),
            ("AuditLogVerifierKey", ["AuditLogCheckpoint"]),
            ("AuditLogSigningKey", ["AuditLogVerifierKey"]),
            ("IAuditLogAnchor", ["AuditLogCheckpoint"]),
            ("IAuditLogArchive", ["AuditLogCheckpoint"]),
            ("AuditLogOptions", ["IAuditLogAnchor"]),
            ("FileAuditLogOptions", ["AuditLogOptions", "IAuditLogArchive"]),
            ("Diagnostics", ["AuditLogStatus"]),
            ("Writing", ["Disks", "Records", "AuditLogSigningKey", "AuditLogStatus", "AuditLogUnavailableException"]),
            ("Recovery", ["Writing", "AuditLogDamagedException"]),
            ("Anchoring", ["IAuditLogAnchor", "Writing", "AuditLogDamagedException"]),
            ("Engine", ["Recovery", "Anchoring"]),
            ("Retention", ["Engine", "Diagnostics", "FileAuditLogOptions"]),
            ("Opening", ["Retention"]),
            ("FileAuditLog", ["Opening"]),
            ("Databases", ["Opening"]),
            ("Hosting", ["FileAuditLog", "Databases"]),
            ("DependencyInjection", ["Hosting"]),
            ("Problems", []),
            ("Streams", ["Problems", "Disks", "Records", "AuditLogCheckpoint"]),
            ("Verification", ["Streams", "AuditLogSigningKey", "Databases"]),
            ("Reading", ["Streams", "AuditLogEntry", "AuditLogDamagedException", "Databases"]),
            ("Proofs", ["Verification", "Reading"]),
            ("Tiles", ["Proofs"]),
        ],
        ["HipaaJwt.Fhir"] =
        [
            ("FhirAuditExportStatus", []),
            ("FhirAuditOptions", []),
            ("FhirAuditExportOptions", ["FhirAuditOptions"]),
            ("Mapping", ["FhirAuditOptions"]),
            ("FhirAuditEvents", ["Mapping"]),
            ("../HipaaJwt.AuditLog/Disks", []),
            ("Cursors", ["../HipaaJwt.AuditLog/Disks"]),
            ("Receiving", ["Cursors", "FhirAuditExportOptions"]),
            ("Diagnostics", ["FhirAuditExportStatus"]),
            ("Logs", ["Cursors"]),
            ("Exporting", ["Logs", "Receiving", "Diagnostics", "FhirAuditEvents"]),
            ("Opening", ["FhirAuditExportOptions"]),
            ("FhirAuditExporter", ["Exporting", "Opening"]),
            ("Hosting", ["FhirAuditExporter"]),
            ("DependencyInjection", ["Hosting"]),
        ],
        ["HipaaJwt.Testing"] =
        [
            ("Text", []),
            ("SenderConstraints", ["Text"]),
            ("Tokens", ["SenderConstraints"]),
            ("Auditing", []),
            ("Clients", []),
            ("Verdicts", ["Tokens"]),
            ("Hosting", ["Tokens", "Clients", "Auditing"]),
            ("DependencyInjection", ["Hosting"]),
        ],
        ["HipaaJwt.Tool"] =
        [
            ("Terminal", []),
            ("Results", ["Terminal"]),
            ("Files", ["Results"]),
            ("Commands", ["Results"]),
            ("Settings", ["Files"]),
            ("Trusts", ["Results"]),
            ("Recording", ["Files"]),
            ("Tokens", ["Commands", "Settings", "Trusts"]),
            ("Diagnosis", ["Commands", "Settings", "Trusts"]),
            ("Sources", ["Files"]),
            ("Verification", ["Commands", "Sources"]),
            ("Reading", ["Commands", "Recording", "Sources"]),
            ("Proofs", ["Verification", "Recording"]),
            ("Accounting", ["Proofs", "Reading"]),
            ("Evidence", ["Verification", "Reading", "Settings"]),
            ("../HipaaJwt/Names", []),
            ("Reviews", ["Reading"]),
            ("Reports/Figures", ["Terminal"]),
            ("Reports/Counting", ["Reports/Figures"]),
            ("Reports/Sites", ["../HipaaJwt/Names"]),
            ("Reports/Sections", ["Reports/Figures", "Reports/Counting", "Reports/Sites", "Reviews"]),
            ("Reports/Pages", ["Reports/Figures"]),
            ("Reports", ["Reports/Sections", "Reports/Pages", "Verification"]),
            ("Holds", ["Commands", "Recording"]),
            ("SigningKeys", ["Commands", "Recording"]),
            ("DevelopmentTokens", ["Commands", "Settings"]),
            ("CommandLine", ["Tokens", "Diagnosis", "Accounting", "Evidence", "Reports", "Holds", "SigningKeys", "DevelopmentTokens"]),
        ],
    };

    public static TheoryData<string> Packages => [.. PackageCode.All.Select(package => package.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Folders_depend_only_on_lower_layers(string package)
    {
        var allowed = Allowed(package);

        PackageCode.All.Single(candidate => candidate.Name == package).Dependencies()
            .Where(use => !allowed.GetValueOrDefault(Merged(use.From), []).Contains(Merged(use.To)) && Merged(use.From) != Merged(use.To))
            .Select(use => $"{use.From} → {use.To}: {use.Use}")
            .Distinct()
            .Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_folder_has_a_layer_and_every_layer_has_files(string package)
    {
        var code = PackageCode.All.Single(candidate => candidate.Name == package);

        code.Trees.Select(code.FolderOf).Select(Merged).Distinct().Should().BeEquivalentTo(Layers[package].Select(entry => entry.Folder));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_root_contains_public_types_only(string package)
    {
        var code = PackageCode.All.Single(candidate => candidate.Name == package);
        var declared = code.Trees.Where(code.IsInRoot)
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax);

        declared.Where(type => !type.Modifiers.Any(SyntaxKind.PublicKeyword)).Select(type => type.Identifier.Text).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_are_in_the_namespace_of_the_library_and_registrations_in_those_of_the_framework(string package) =>
        PackageCode.All.Single(candidate => candidate.Name == package).Compilation.Assembly.GlobalNamespace.GetTypes()
            .Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Where(type => type.ContainingNamespace.ToDisplayString()
                is not ("HipaaJwt" or "Microsoft.Extensions.DependencyInjection" or "Microsoft.AspNetCore.Builder"))
            .Select(type => type.ToDisplayString())
            .Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_sources_compile_for_the_analysis(string package)
    {
        var code = PackageCode.All.Single(candidate => candidate.Name == package);

        // The analysis runs without source generators, so only the bodies of partial methods are missing.
        code.Compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795")
            .Should().BeEmpty();
        code.Dependencies().Should().Contain(use => use.From == "DependencyInjection" || use.From == "CommandLine");
    }

    [Fact]
    public void Packages_use_only_the_public_types_of_the_core() =>
        PackageCode.AspNetCore.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id is "CS0122" or "CS0117").Should().BeEmpty();

    /// <summary>ValidatedJwt and JwtIdentity depend on each other and count as one folder.</summary>
    private static string Merged(string folder) => folder == "JwtIdentity" ? "ValidatedJwt" : folder;

    private static Dictionary<string, HashSet<string>> Allowed(string package)
    {
        Dictionary<string, HashSet<string>> allowed = [];
        foreach (var (folder, dependsOn) in Layers[package])
        {
            dependsOn.Except(allowed.Keys).Should().BeEmpty("{0} may depend only on folders above it in the table", folder);
            allowed[folder] = [.. dependsOn, .. dependsOn.SelectMany(lower => allowed[lower])];
        }

        return allowed;
    }
}
