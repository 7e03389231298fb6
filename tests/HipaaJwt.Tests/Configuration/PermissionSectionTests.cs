using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

public sealed class PermissionSectionTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Reads_claims_with_their_forms()
    {
        var granted = await GrantedAsync(
            claims =>
            {
                claims["urn:zitadel:iam:org:project:roles"] = new JsonObject { ["physician"] = new JsonObject { ["230"] = "x" } };
                claims["groups"] = "a b";
                claims["resource_access"] = JsonNode.Parse("""{"charts.clinic.test":{"roles":["nurse assistant"]}}""");
                claims["is_admin"] = true;
                claims["urn:flag"] = true;
                claims["list"] = "x y";
                claims["roles"] = "surgeon";
            },
            ("RolesFrom:0", @"resource_access.charts\.clinic\.test.roles"),
            ("RolesFrom:1:Claim", "urn:zitadel:iam:org:project:roles"),
            ("RolesFrom:1:Form", "ObjectKeys"),
            ("RolesFrom:2:Claim", "groups"),
            ("RolesFrom:2:Form", "BlankSeparated"),
            ("Roles:physician", "one"),
            ("Roles:b", "two"),
            ("Roles:nurse assistant", "three"),
            ("Roles:nurse", "never"),
            ("Roles:surgeon", "never"),
            ("Flags:is_admin", "four"),
            ("Rules:0:Flag", "urn:flag"),
            ("Rules:0:Permissions", "five"),
            ("Rules:1:Claim", "list"),
            ("Rules:1:Form", "BlankSeparated"),
            ("Rules:1:Value", "y"),
            ("Rules:1:Permissions", "six"),
            ("Rules:2:Claim", "list"),
            ("Rules:2:Value", "y"),
            ("Rules:2:Permissions", "never"));

        granted.Split(' ').Should().BeEquivalentTo("one", "two", "three", "four", "five", "six");
    }

    [Fact]
    public async Task Reads_a_single_claim_with_its_form() =>
        (await GrantedAsync(
            claims => claims["roles"] = new JsonObject { ["physician"] = new JsonObject() },
            ("RolesFrom:Claim", "roles"),
            ("RolesFrom:Form", "ObjectKeys"),
            ("Roles:physician", "one"))).Should().Be("one");

    [Fact]
    public async Task Reads_rules_of_one_issuer()
    {
        (string Path, string Value)[] rules =
        [
            ("ForIssuers:0:Issuer", TestIssuer.Name),
            ("ForIssuers:0:RolesFrom", "groups"),
            ("ForIssuers:0:Roles:physician:0", "one"),
            ("ForIssuers:0:Scopes:openid", "two"),
            ("ForIssuers:0:Flags:is_admin", "three"),
            ("ForIssuers:0:Claims:ward:7b", "four"),
            ("ForIssuers:0:Rules:0:Role", "urn:physician"),
            ("ForIssuers:0:Rules:0:Permissions", "five"),
            ("ForIssuers:1:Issuer", "https://other.example"),
            ("ForIssuers:1:Roles:physician", "never"),
            ("Issuers:1:Issuer", "https://other.example"),
        ];

        (await GrantedAsync(
            claims =>
            {
                claims["groups"] = new JsonArray("physician", "urn:physician");
                claims["is_admin"] = true;
                claims["ward"] = "7b";
            },
            rules)).Split(' ').Should().BeEquivalentTo("one", "two", "three", "four", "five");
    }

    [Theory]
    [InlineData("RolesFrom", "sub.roles", "RolesFrom does not have the right form. Write a path that begins with a claim that can *")]
    [InlineData("RolesFrom:0", @"a\b", "RolesFrom does not have the right form. Write a backslash only before a dot, *")]
    [InlineData("RolesFrom:0:Form", "ObjectKeys", "RolesFrom:0 does not have the right form. Write claim names joined by dots, *")]
    [InlineData("RolesFrom:0:Path", "x", "RolesFrom:0:Path is not an option. Write Claim, Form, or remove it.")]
    [InlineData("ScopesFrom", "exp", "ScopesFrom does not have the right form. Write the path of a claim that can be a string *")]
    [InlineData("Flags:sub", "p", "Flags:sub does not have the right form. Write the path of a claim that can be true.")]
    [InlineData("Flags:is_admin", "a b", "Flags:is_admin does not have the right form. Write permissions without spaces, *")]
    [InlineData("Claims:$.a:x", "p", "Claims:$.a does not have the right form. Write names of claims without wildcards, *")]
    [InlineData("ForIssuers:0:Roles:a", "p", "ForIssuers:0:Issuer does not have the right form. Write the issuer, exactly as in Issuers.")]
    [InlineData("ForIssuers:0:Issuer:0", "x", "ForIssuers:0:Issuer does not have the right form. *")]
    [InlineData("ForIssuers:0", "x", "ForIssuers:0 does not have the right form. Write the members of the entry, or remove it.")]
    public void A_malformed_rule_stops_the_start_with_path_and_remedy(string path, string value, string message) =>
        ProblemOf((path, value)).Should().Match("HipaaJwt:Permissions:" + message);

    [Fact]
    public void A_form_or_a_rule_that_does_not_exist_stops_the_start()
    {
        ProblemOf(("RolesFrom:0:Claim", "roles"), ("RolesFrom:0:Form", "Keys")).Should().Be(
            "HipaaJwt:Permissions:RolesFrom:0:Form contains \"Keys\", which is not one of the known values. "
            + "Write BlankSeparated, ObjectKeys.");
        ProblemOf(("Rules:0:Role", "a"), ("Rules:0:Form", "ObjectKeys"), ("Rules:0:Permissions", "p")).Should().Be(
            "HipaaJwt:Permissions:Rules:0 does not have the right form. "
            + "Write a Role, a Scope, a Flag, or a Claim with its Value and perhaps its Form, and the Permissions.");
        ProblemOf(("ForIssuers:0:Issuer", TestIssuer.Name), ("ForIssuers:0:ForIssuers:0:Issuer", TestIssuer.Name)).Should().Be(
            "HipaaJwt:Permissions:ForIssuers:0:ForIssuers is not an option. "
            + "Write Issuer, Roles, Scopes, Claims, Flags, Rules, RolesFrom, ScopesFrom, or remove it.");
    }

    [Fact]
    public void An_issuer_that_is_not_trusted_stops_the_start() =>
        ProblemOf(("ForIssuers:0:Issuer", TestIssuer.Name + "/"), ("ForIssuers:0:Roles:a", "p")).Should().Be(
            $"HipaaJwt:Permissions:ForIssuers:0:Issuer names \"{TestIssuer.Name}/\", which is not a trusted issuer. "
            + $"Write a trusted issuer exactly as in Issuers: \"{TestIssuer.Name}\".");

    [Fact]
    public async Task A_reload_may_remove_an_issuer_that_rules_name()
    {
        var section = SectionOf(
            ("ForIssuers:0:Issuer", TestIssuer.Name),
            ("ForIssuers:0:Roles:physician", "one"),
            ("Issuers:1:Issuer", "https://other.example"));
        await using var services = Services(section);
        var validator = services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        section.Set("Issuers:0:Issuer", "https://new.example");
        section.Reload();

        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeFalse("trust must be withdrawn at once");
    }

    private static ServiceProvider Services(Section section)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestIssuer.Now));
        services.AddHipaaJwt(section.Configuration);
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Creates a section of permission rules. A second issuer has the audience, algorithm and key address that it needs.</summary>
    private Section SectionOf(params (string Path, string Value)[] rules)
    {
        (string, string?)[] second = rules.Any(rule => rule.Path == "Issuers:1:Issuer")
            ?
            [
                ("Issuers:1:Audiences:0", TestIssuer.Audience),
                ("Issuers:1:Algorithms:0", "ES256"),
                ("Issuers:1:JwksUri", "https://other.example/keys"),
            ]
            : [];
        return Section.Trusting(_issuer, [.. second, .. rules.Select(rule => (PathOf(rule.Path), (string?)rule.Value))]);

        static string PathOf(string path) => path.StartsWith("Issuers:", StringComparison.Ordinal) ? path : "Permissions:" + path;
    }

    private string ProblemOf(params (string Path, string Value)[] rules)
    {
        using var services = Services(SectionOf(rules));
        return services.Invoking(it => it.GetRequiredService<IJwtValidator>())
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().ContainSingle().Subject;
    }

    private async Task<string> GrantedAsync(Action<JsonObject> claims, params (string Path, string Value)[] rules)
    {
        await using var services = Services(SectionOf(rules));
        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token(claims: claims));
        return result.Token!.Permissions.ToString();
    }
}
