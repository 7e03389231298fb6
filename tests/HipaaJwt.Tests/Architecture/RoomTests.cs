using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HipaaJwt.Tests.Architecture;

public sealed class RoomTests
{
    /// <summary>
    /// The rooms of each package from the bottom up. A room may use those that it names and everything that these may use. A
    /// room is named after the ones it stands on, so there is no circle.
    /// </summary>
    private static readonly Dictionary<string, (string Room, string[] StandsOn)[]> Plans = new()
    {
        ["HipaaJwt"] =
        [
            ("Errors", []),
            ("Diagnostics", ["Errors"]),
            ("Text", ["Errors"]),
            ("Jws", ["Text"]),
            ("Issuers", ["Jws"]),
            ("Keys", ["Issuers"]),
            ("Keys/Remote", ["Keys", "Diagnostics"]),
            ("Encryption", ["Keys"]),
            ("Claims", ["Text"]),
            ("PhiClaims", ["Text"]),
            ("Permissions", ["Claims"]),
            ("ValidatedJwt", ["Claims", "Permissions", "PhiClaims", "Keys"]),
            ("EncodedJwt", []),
            ("JwtValidationRequest", ["EncodedJwt"]),
            ("JwtValidationResult", ["ValidatedJwt"]),
            ("IJwtValidator", ["JwtValidationRequest", "JwtValidationResult"]),
            ("JwtValidationExtensions", ["IJwtValidator"]),
            ("Auditing", ["ValidatedJwt", "JwtValidationRequest", "Diagnostics"]),
            ("Checks", ["ValidatedJwt", "JwtValidationRequest", "PhiClaims"]),
            ("Replay", ["Checks", "Diagnostics"]),
            ("SenderConstraints", ["Replay"]),
            ("Caching", ["Text"]),
            ("TrustedIssuer", ["Jws", "Claims"]),
            ("Providers", ["TrustedIssuer"]),
            ("HipaaJwtOptions", ["TrustedIssuer", "Caching", "SenderConstraints", "Replay", "Encryption", "PhiClaims", "Auditing", "Checks"]),
            ("Policy", ["HipaaJwtOptions", "Keys/Remote", "Checks", "Permissions"]),
            ("Validation", ["Policy", "IJwtValidator"]),
            ("Configuration", ["HipaaJwtOptions", "Providers", "Permissions"]),
            ("Hosting", ["Policy"]),
            ("DependencyInjection", ["Validation", "Configuration", "Hosting", "JwtValidationExtensions"]),
        ],
        ["HipaaJwt.AspNetCore"] =
        [
            ("IJwtValidationFeature", []),
            ("HipaaJwtBearerDefaults", []),
            ("PermissionPolicy", []),
            ("Requests", ["IJwtValidationFeature"]),
            ("HipaaJwtHttpContextExtensions", ["Requests"]),
            ("HipaaJwtBearerOptions", ["Requests"]),
            ("Permissions", ["Requests", "PermissionPolicy"]),
            ("StepUp", ["Requests"]),
            ("Auditing", ["Requests", "HipaaJwtHttpContextExtensions"]),
            ("Policies", ["Permissions", "StepUp"]),
            ("Bearer", ["Requests", "Auditing", "HipaaJwtBearerOptions"]),
            ("DependencyInjection", ["Bearer", "Policies", "HipaaJwtBearerDefaults"]),
            ("JwtBearer", ["Bearer", "DependencyInjection"]),
        ],
    };

    public static TheoryData<string> Packages => [.. PackageCode.All.Select(package => package.Name)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_room_uses_only_the_rooms_it_stands_on(string package)
    {
        var allowed = Allowed(package);

        PackageCode.All.Single(one => one.Name == package).Dependencies()
            .Where(use => !allowed.GetValueOrDefault(Merged(use.From), []).Contains(Merged(use.To)) && Merged(use.From) != Merged(use.To))
            .Select(use => $"{use.From} → {use.To}: {use.Use}")
            .Distinct()
            .Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_room_has_its_place_in_the_plan_and_none_is_empty(string package)
    {
        var code = PackageCode.All.Single(one => one.Name == package);

        code.Trees.Select(code.RoomOf).Select(Merged).Distinct().Should().BeEquivalentTo(Plans[package].Select(entry => entry.Room));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_root_contains_public_types_only(string package)
    {
        var code = PackageCode.All.Single(one => one.Name == package);
        var declared = code.Trees.Where(code.IsInRoot)
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax);

        declared.Where(type => !type.Modifiers.Any(SyntaxKind.PublicKeyword)).Select(type => type.Identifier.Text).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_live_in_the_namespace_of_the_library_and_registrations_in_those_of_the_framework(string package) =>
        PackageCode.All.Single(one => one.Name == package).Compilation.Assembly.GlobalNamespace.GetTypes()
            .Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Where(type => type.ContainingNamespace.ToDisplayString()
                is not ("HipaaJwt" or "Microsoft.Extensions.DependencyInjection" or "Microsoft.AspNetCore.Builder"))
            .Select(type => type.ToDisplayString())
            .Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_compiler_understands_the_sources_well_enough_to_judge_them(string package)
    {
        var code = PackageCode.All.Single(one => one.Name == package);

        // What source generators would add is missing here: bodies of partial methods, and nothing else.
        code.Compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795")
            .Should().BeEmpty();
        code.Dependencies().Should().Contain(use => use.From == "DependencyInjection");
    }

    [Fact]
    public void Packages_use_only_the_public_types_of_the_core() =>
        PackageCode.AspNetCore.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id is "CS0122" or "CS0117").Should().BeEmpty();

    /// <summary>A token and its identity create each other, and are one room.</summary>
    private static string Merged(string room) => room == "JwtIdentity" ? "ValidatedJwt" : room;

    private static Dictionary<string, HashSet<string>> Allowed(string package)
    {
        Dictionary<string, HashSet<string>> allowed = [];
        foreach (var (room, standsOn) in Plans[package])
        {
            standsOn.Except(allowed.Keys).Should().BeEmpty("{0} stands on rooms that are named before it", room);
            allowed[room] = [.. standsOn, .. standsOn.SelectMany(below => allowed[below])];
        }

        return allowed;
    }
}
