using System.Text;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

/// <summary>Lists in JSON configuration: empty entries, lists of presets, and several files.</summary>
public sealed class ListSettingsTests
{
    private const string Okta = """ "Okta": { "Domain": "example.okta.com", "Audience": "api" } """;
    private const string Auth0 = """ "Auth0": { "Domain": "example.auth0.com", "Audience": "api" } """;
    private const string Keycloak = """ "Keycloak": { "BaseAddress": "https://id.example", "Realm": "r", "Audience": "api" } """;

    public static TheoryData<string, string> ListsOfOptions => Combine(
        ["PhiClaims:Names", "PhiClaims:ValuePatterns", "DPoP:Algorithms", "Permissions:RolesFrom", "Permissions:ScopesFrom",
            "Permissions:Roles:physician", "Permissions:Scopes:a", "Permissions:Claims:ward:7b", "Decryption:KeyManagementAlgorithms",
            "Decryption:ContentEncryptionAlgorithms"]);

    public static TheoryData<string, string> ListsOfIssuers => Combine(
        ["Audiences", "Algorithms", "TokenTypes", "RequiredClaims", "RequiredClaimValues:use", "ReplaceAudiences", "ReplaceAlgorithms",
            "ReplaceTokenTypes", "ReplaceRequiredClaims", "ReplaceRequiredClaimValues:use"]);

    [Theory]
    [MemberData(nameof(ListsOfOptions))]
    public void An_empty_entry_of_a_list_is_a_problem_and_never_a_smaller_list(string path, string json) =>
        Problem(Nest("HipaaJwt:" + path, json)).Should().StartWith("HipaaJwt:" + path);

    [Theory]
    [MemberData(nameof(ListsOfIssuers))]
    public void An_empty_entry_of_an_issuers_list_is_a_problem_with_and_without_a_preset(string path, string json)
    {
        Problem(Issuer(Okta, Nest(path, json))).Should().StartWith("HipaaJwt:Issuers:0:" + path);
        Problem(Issuer(""" "Issuer": "https://idp.example" """, Nest(path, json))).Should().StartWith("HipaaJwt:Issuers:0:" + path);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void An_empty_entry_of_a_list_of_objects_is_a_problem(string entry)
    {
        Problem($$"""{ "HipaaJwt": { "Issuers": [ {{entry}} ] } }""").Should().StartWith("HipaaJwt:Issuers:0 does not");
        Problem(Issuer(Okta, $$"""{ "SigningKeys": [ {{entry}} ] }""")).Should().StartWith("HipaaJwt:Issuers:0:SigningKeys:0 does not");
        Problem($$"""{ "HipaaJwt": { "Decryption": { "Keys": [ {{entry}} ] } } }""")
            .Should().StartWith("HipaaJwt:Decryption:Keys:0 does not");
        Problem($$"""{ "HipaaJwt": { "Permissions": { "Rules": [ {{entry}} ] } } }""")
            .Should().StartWith("HipaaJwt:Permissions:Rules:0 does not");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public void No_required_values_are_a_problem(string json) =>
        Problem(Issuer(Keycloak, $$"""{ "RequiredClaimValues": {{json}} }"""))
            .Should().StartWith("HipaaJwt:Issuers:0:RequiredClaimValues ");

    [Fact]
    public void A_single_value_beside_a_list_of_another_file_is_a_problem() =>
        Problem(Issuer(Okta, """{ "RequiredClaims": [ "uid", "tenant" ] }"""), Issuer(Okta, """{ "RequiredClaims": "uid" }"""))
            .Should().StartWith("HipaaJwt:Issuers:0:RequiredClaims does not have the right form. Write");

    [Fact]
    public void Naming_a_list_of_a_preset_adds_to_it()
    {
        var issuer = Read(Issuer(Okta, """
            {
              "Audiences": "api2", "Algorithms": [ "RS256", "PS256" ], "TokenTypes": [ "okta+jwt" ], "RequiredClaims": [ "cid", "uid" ],
              "RequiredClaimValues": { "ver": [ "1" ] }
            }
            """)).Issuers.Single();

        issuer.Audiences.Should().Equal("api", "api2");
        issuer.Algorithms.Should().Equal(JwsAlgorithm.RS256, JwsAlgorithm.PS256);
        issuer.TokenTypes.Should().Equal("at+jwt", "okta+jwt");
        issuer.RequiredClaims.Should().Equal("jti", "cid", "scp", "uid");
        issuer.RequiredClaimValues.Should().ContainKey("ver").WhoseValue.Should().Equal("1");
    }

    [Fact]
    public void A_list_of_a_preset_is_replaced_only_by_an_explicit_option()
    {
        var issuer = Read(Issuer(Auth0, """
            {
              "ReplaceAudiences": "api2", "ReplaceAlgorithms": "PS256", "ReplaceTokenTypes": [ "at+jwt" ],
              "ReplaceRequiredClaims": [ "jti" ]
            }
            """)).Issuers.Single();

        issuer.Audiences.Should().Equal("api2");
        issuer.Algorithms.Should().Equal(JwsAlgorithm.PS256);
        issuer.TokenTypes.Should().Equal("at+jwt");
        issuer.RequiredClaims.Should().Equal("jti");
        issuer.RequireClientId.Should().BeTrue();
    }

    [Fact]
    public void Required_values_of_a_preset_are_added_to_by_claim_and_replaced_only_explicitly()
    {
        Read(Issuer(Keycloak, """{ "RequiredClaimValues": { "typ": "Custom", "use": "api" } }""")).Issuers.Single().RequiredClaimValues
            .Should().BeEquivalentTo(new Dictionary<string, string[]> { ["typ"] = ["Bearer", "DPoP", "Custom"], ["use"] = ["api"] });
        Read(Issuer(Keycloak, """{ "ReplaceRequiredClaimValues": { "typ": "Bearer" }, "RequiredClaimValues": { "use": "api" } }"""))
            .Issuers.Single().RequiredClaimValues
            .Should().BeEquivalentTo(new Dictionary<string, string[]> { ["typ"] = ["Bearer"], ["use"] = ["api"] });
    }

    [Theory]
    [InlineData("RequiredClaims", "\"uid\"")]
    [InlineData("TokenTypes", "\"JWT\"")]
    [InlineData("Audiences", "\"a\"")]
    [InlineData("Algorithms", "\"RS256\"")]
    public void Adding_to_and_replacing_the_same_list_is_a_problem(string list, string json) =>
        Problem(Issuer(Okta, $$"""{ "{{list}}": {{json}}, "Replace{{list}}": {{json}} }"""))
            .Should().Be($"HipaaJwt:Issuers:0:Replace{list} does not have the right form. "
                + $"Write either {list} to add entries, or Replace{list} to replace them.");

    [Fact]
    public void Without_a_preset_the_entries_replace_the_default()
    {
        var issuer = Read(Issuer(
            """ "Issuer": "https://idp.example", "Audiences": "a", "Algorithms": "ES256", "JwksUri": "https://idp.example/k" """,
            """{ "TokenTypes": "JWT", "RequiredClaims": "uid" }""")).Issuers.Single();

        issuer.TokenTypes.Should().Equal("JWT");
        issuer.RequiredClaims.Should().Equal("uid");
    }

    [Fact]
    public void Arrays_of_several_files_merge_by_index_and_objects_by_name()
    {
        var byIndex = Read(
            Issuer(Okta, """{ "RequiredClaims": [ "uid", "tenant", "ward" ] }"""), Issuer(Okta, """{ "RequiredClaims": [ "site" ] }"""));
        var byName = Read(
            $$"""{ "HipaaJwt": { "Issuers": { "okta": { {{Okta}} } } } }""",
            $$"""{ "HipaaJwt": { "Issuers": { "auth0": { {{Auth0}} } } } }""");

        byIndex.Issuers.Single().RequiredClaims.Should().Equal("jti", "cid", "scp", "site", "tenant", "ward");
        byName.Issuers.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_later_file_cannot_empty_a_list(string json) =>
        Read(Issuer(Okta, """{ "RequiredClaims": [ "uid" ] }"""), Issuer(Okta, $$"""{ "RequiredClaims": {{json}} }"""))
            .Issuers.Single().RequiredClaims.Should().Equal("jti", "cid", "scp", "uid");

    [Fact]
    public void A_null_of_a_later_file_is_a_problem() =>
        Problem(Issuer(Okta, """{ "RequiredClaims": [ "uid", "tenant" ] }"""), Issuer(Okta, """{ "RequiredClaims": [ null ] }"""))
            .Should().StartWith("HipaaJwt:Issuers:0:RequiredClaims:0 does not");

    [Fact]
    public void Code_replaces_the_lists_of_a_preset_explicitly()
    {
        var issuer = TrustedIssuer.ForAuth0("example.auth0.com", "api")
            .ReplaceTokenTypes("at+jwt")
            .ReplaceRequiredClaims("jti", "tenant")
            .ReplaceAudiences("api2")
            .ReplaceAlgorithms(JwsAlgorithm.PS256);

        issuer.TokenTypes.Should().Equal("at+jwt");
        issuer.RequiredClaims.Should().Equal("jti", "tenant");
        issuer.Audiences.Should().Equal("api2");
        issuer.Algorithms.Should().Equal(JwsAlgorithm.PS256);
        FluentActions.Invoking(() => issuer.ReplaceAudiences(null!)).Should().Throw<ArgumentNullException>();
        OptionsProblems.Of(new HipaaJwtOptions { Issuers = { issuer.ReplaceRequiredClaims("jti", null!) } })
            .Should().Equal("HipaaJwtOptions.Issuers[0].RequiredClaims has an empty entry. Remove it.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_entry_in_code_is_a_problem_even_if_the_list_is_not_used(string? entry)
    {
        using var keys = new TestIssuer();
        OptionsProblems.Of(keys, change: options => options.PhiClaims.Names.Add(entry!)).Should().ContainSingle();
        OptionsProblems.Of(keys, change: options => options.PhiClaims.ValuePatterns.Add(entry!)).Should().ContainSingle();
        OptionsProblems.Of(keys, trust => trust.RequiredClaimValues["use"] = [entry!]).Should().ContainSingle();
        OptionsProblems.Of(keys, trust => trust.RequiredClaimValues[entry ?? ""] = ["x"]).Should().ContainSingle();
        foreach (var list in (Func<TrustedIssuer, IList<string>>[])[t => t.Audiences, t => t.TokenTypes, t => t.RequiredClaims])
        {
            OptionsProblems.Of(keys, trust => list(trust).Add(entry!)).Should().ContainSingle();
        }
    }

    private static TheoryData<string, string> Combine(string[] paths) =>
        [.. from path in paths
            from json in (string[])["[null]", "[\"\"]", "[\" \"]", "null", "\"\"", "[]", "{}", "[[]]", "[{}]"]
            select (path, json)];

    private static string Nest(string path, string json) =>
        string.Concat(path.Split(':').Select(name => $"{{ \"{name}\": ")) + json + new string('}', path.Split(':').Length);

    private static string Issuer(string members, string further) =>
        $$"""{ "HipaaJwt": { "Issuers": [ { {{members}}, {{further.Trim()[1..^1]}} } ] } }""";

    private static string Problem(params string[] files) =>
        FluentActions.Invoking(() => Read(files)).Should().Throw<OptionsValidationException>().Which.Failures.First();

    private static HipaaJwtOptions Read(params string[] files)
    {
        var configuration = new ConfigurationBuilder();
        foreach (var file in files)
        {
            configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        }

        var services = new ServiceCollection();
        services.AddHipaaJwt(configuration.Build().GetSection("HipaaJwt"));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HipaaJwtOptions>>().Value;
    }
}
