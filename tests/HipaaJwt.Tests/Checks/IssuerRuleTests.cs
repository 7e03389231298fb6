using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Checks;

/// <summary>The rules that the options of an issuer can add.</summary>
public sealed class IssuerRuleTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly TestIssuer _issuer = new();

    public static TheoryData<Action<TrustedIssuer>, string> InvalidRules { get; } = new()
    {
        {
            trust => trust.MaxTokenLifetime = TimeSpan.Zero,
            "HipaaJwtOptions.Issuers[0].MaxTokenLifetime is 00:00:00. Set it to more than 0 and at most 1.04:00:00, or remove it."
        },
        {
            trust => trust.MaxTokenLifetime = TimeSpan.FromHours(28) + Tick,
            "HipaaJwtOptions.Issuers[0].MaxTokenLifetime is 1.04:00:00.0000001. "
                + "Set it to more than 0 and at most 1.04:00:00, or remove it."
        },
        {
            trust => trust.AudienceClaim = " ",
            "HipaaJwtOptions.Issuers[0].AudienceClaim is empty. "
                + "Write the claim that contains the audience. For most providers it is \"aud\"."
        },
        {
            trust => trust.AudienceClaim = null!,
            "HipaaJwtOptions.Issuers[0].AudienceClaim is empty. "
                + "Write the claim that contains the audience. For most providers it is \"aud\"."
        },
        { trust => trust.RequiredClaimValues[""] = ["x"], "HipaaJwtOptions.Issuers[0].RequiredClaimValues has an empty name. Remove it." },
        {
            trust => trust.RequiredClaimValues["use"] = [],
            "HipaaJwtOptions.Issuers[0].RequiredClaimValues[\"use\"] is empty, so every token would be rejected. "
                + "Add the values that are allowed, or remove it."
        },
        {
            trust => trust.RequiredClaimValues["use"] = null!,
            "HipaaJwtOptions.Issuers[0].RequiredClaimValues[\"use\"] is empty, so every token would be rejected. "
                + "Add the values that are allowed, or remove it."
        },
        {
            trust => trust.RequiredClaimValues["use"] = ["a", ""],
            "HipaaJwtOptions.Issuers[0].RequiredClaimValues[\"use\"] has an empty entry. Remove it."
        },
    };

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [MemberData(nameof(InvalidRules))]
    public void Reports_an_invalid_rule_with_path_and_remedy(Action<TrustedIssuer> change, string problem) =>
        OptionsProblems.Of(_issuer, change).Should().Equal(problem);

    [Fact]
    public void Accepts_both_limits_of_MaxTokenLifetime()
    {
        OptionsProblems.Of(_issuer, trust => trust.MaxTokenLifetime = Tick).Should().BeEmpty();
        OptionsProblems.Of(_issuer, trust => trust.MaxTokenLifetime = TimeSpan.FromHours(28)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, 3600, JwtErrorCode.None)]
    [InlineData(null, 3601, JwtErrorCode.TokenLifetimeTooLong)]
    [InlineData(90, 5400, JwtErrorCode.None)]
    [InlineData(90, 5401, JwtErrorCode.TokenLifetimeTooLong)]
    [InlineData(5, 300, JwtErrorCode.None)]
    [InlineData(5, 301, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task The_lifetime_of_an_issuer_replaces_the_global_one(int? minutes, int seconds, JwtErrorCode code) =>
        (await ValidateAsync(
            trust => trust.MaxTokenLifetime = minutes is { } own ? TimeSpan.FromMinutes(own) : null,
            claims => claims["exp"] = TestIssuer.Now.ToUnixTimeSeconds() + seconds)).Code.Should().Be(code);

    [Theory]
    [InlineData("\"charts\"", JwtErrorCode.None)]
    [InlineData("\"ch\\u0061rts\"", JwtErrorCode.None)]
    [InlineData("[\"other\",\"charts\"]", JwtErrorCode.None)]
    [InlineData("\"Charts\"", JwtErrorCode.AudienceNotAllowed)]
    [InlineData("[\"other\"]", JwtErrorCode.AudienceNotAllowed)]
    [InlineData("null", JwtErrorCode.ClaimInvalid)]
    [InlineData("\"\"", JwtErrorCode.ClaimInvalid)]
    [InlineData("[]", JwtErrorCode.ClaimInvalid)]
    [InlineData("[\"charts\",1]", JwtErrorCode.ClaimInvalid)]
    [InlineData("{\"charts\":1}", JwtErrorCode.ClaimInvalid)]
    [InlineData("\"charts\\n\"", JwtErrorCode.ClaimInvalid)]
    public async Task Reads_the_audience_from_another_claim(string json, JwtErrorCode code) =>
        (await ValidateAsync(WithTarget, claims =>
        {
            claims.Remove("aud");
            claims["target"] = JsonNode.Parse(json);
        })).Should().Be(code == JwtErrorCode.None ? JwtError.None : new JwtError(code, "target"));

    [Fact]
    public async Task Requires_the_audience_claim_even_if_aud_is_present() =>
        (await ValidateAsync(WithTarget, claims => claims["aud"] = "charts"))
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "target"));

    [Theory]
    [InlineData("\"charts\"", JwtErrorCode.None)]
    [InlineData("\"https://other.example\"", JwtErrorCode.AudienceNotAllowed)]
    [InlineData("17", JwtErrorCode.ClaimInvalid)]
    [InlineData("null", JwtErrorCode.ClaimInvalid)]
    public async Task Validates_aud_in_addition_to_another_audience_claim(string json, JwtErrorCode code) =>
        (await ValidateAsync(WithTarget, claims =>
        {
            claims["target"] = "charts";
            claims["aud"] = JsonNode.Parse(json);
        })).Should().Be(code == JwtErrorCode.None ? JwtError.None : new JwtError(code, "aud"));

    [Theory]
    [InlineData("\"access\"", JwtErrorCode.None)]
    [InlineData("\"app\"", JwtErrorCode.None)]
    [InlineData("\"\\u0061ccess\"", JwtErrorCode.None)]
    [InlineData("\"Access\"", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("\"access \"", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("\"access app\"", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("\"\"", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("[\"access\"]", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("true", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("{}", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("null", JwtErrorCode.ClaimMissing)]
    public async Task Compares_required_claim_values_exactly(string json, JwtErrorCode code) =>
        (await ValidateAsync(
            trust => trust.RequiredClaimValues["use"] = ["access", "app"],
            claims => claims["use"] = JsonNode.Parse(json)))
            .Should().Be(code == JwtErrorCode.None ? JwtError.None : new JwtError(code, "use"));

    [Theory]
    [InlineData("""{"nested":{"use":"access"}}""")]
    [InlineData("""{"first":"use","Use":"access"}""")]
    [InlineData("""{"list":["use","access",{"use":"access"}],"note":"\"use\":\"access\""}""")]
    public async Task Ignores_text_that_resembles_the_required_claim(string further)
    {
        var error = await ValidateAsync(trust => trust.RequiredClaimValues["use"] = ["access"], claims =>
        {
            foreach (var (name, value) in JsonNode.Parse(further)!.AsObject())
            {
                claims[name] = value?.DeepClone();
            }
        });

        error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "use"));
    }

    [Fact]
    public async Task Finds_a_required_claim_after_any_JSON_and_with_an_escaped_name()
    {
        var claims = TestIssuer.Claims().ToJsonString();
        var json = " \t{ \"a\" : [ 1 , { \"use\" : [ ] } , \"]}\\\"\" ] , \"b\":-1.5e3,\"c\" :null , \"d\":{},"
            + "\"\\u0075se\" : \"access\" ," + claims[1..] + "\n";
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaimValues["use"] = ["access"]);

        (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), json))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("client_id", true)]
    [InlineData("azp", true)]
    [InlineData("cid", false)]
    public async Task Accepts_client_id_or_azp_as_the_client(string claim, bool passes) =>
        (await ValidateAsync(trust => trust.RequireClientId = true, claims =>
        {
            claims.Remove("client_id");
            claims[claim] = "clinic-app";
        })).Should().Be(passes ? JwtError.None : new JwtError(JwtErrorCode.ClaimMissing, "client_id"));

    private static void WithTarget(TrustedIssuer trust)
    {
        trust.AudienceClaim = "target";
        trust.Audiences[0] = "charts";
    }

    private async Task<JwtError> ValidateAsync(Action<TrustedIssuer> trust, Action<JsonObject> claims)
    {
        await using var host = new TestHost(_issuer, trust);
        return (await host.ValidateAsync(_issuer.Token(claims: claims))).Error;
    }
}
