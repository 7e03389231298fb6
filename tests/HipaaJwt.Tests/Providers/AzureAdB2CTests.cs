using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>
/// learn.microsoft.com/azure/active-directory-b2c/tokens-overview: the claims of access tokens and of ID tokens, and the endpoints of the
/// policies.
/// </summary>
public sealed class AzureAdB2CTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private const string Api = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public void Creates_the_addresses_of_the_policy()
    {
        var issuer = CreateIssuer("B2C_1_signin");

        issuer.Issuer.Should().Be($"https://clinic.b2clogin.com/{Tenant}/v2.0/");
        issuer.MetadataAddress.Should().Be($"https://clinic.b2clogin.com/{Tenant}/B2C_1_signin/v2.0/.well-known/openid-configuration");
    }

    [Theory]
    [InlineData("tfp", "B2C_1_signin", JwtErrorCode.None)]
    [InlineData("tfp", "b2c_1_signin", JwtErrorCode.None)]
    [InlineData("tfp", "B2C_1_edit", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData("acr", "B2C_1_signin", JwtErrorCode.ClaimMissing)]
    public async Task Accepts_tokens_of_the_policy_only(string claim, string policy, JwtErrorCode code) =>
        (await ValidateAsync(CreateIssuer("B2C_1_signin"), AccessToken(claim, policy))).Error.Code.Should().Be(code);

    [Fact]
    public async Task Reads_the_policy_from_acr_if_configured() =>
        (await ValidateAsync(CreateIssuer("B2C_1A_signin", "acr"), AccessToken("acr", "b2c_1a_signin"))).Error.Should().Be(JwtError.None);

    [Fact]
    public async Task Rejects_an_ID_token_with_any_audience()
    {
        var token = AccessToken("tfp", "B2C_1_signin");
        token.Remove("azp");
        token.Remove("scp");

        (await ValidateAsync(CreateIssuer("B2C_1_signin"), token)).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
        token["azp"] = "portal";
        (await ValidateAsync(CreateIssuer("B2C_1_signin"), token)).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "scp"));
    }

    [Fact]
    public void Two_policies_of_a_tenant_are_valid_together() => OptionsProblems.Of(new HipaaJwtOptions
    {
        Issuers = { CreateIssuer("B2C_1_signin"), CreateIssuer("B2C_1A_signin", "acr"), CreateIssuer("B2C_1_edit") },
    }).Should().BeEmpty();

    [Theory]
    [InlineData("clinic", "common", "B2C_1_signin", "tfp")]
    [InlineData("clinic.onmicrosoft.com/x", Tenant, "B2C_1_signin", "tfp")]
    [InlineData("clinic", Tenant, "B2C_1/signin", "tfp")]
    [InlineData("clinic", Tenant, "", "tfp")]
    [InlineData("clinic", Tenant, "B2C_1_signin", "sub")]
    public void Rejects_invalid_arguments(string tenantName, string tenantId, string policy, string claim) =>
        FluentActions.Invoking(() => TrustedIssuer.ForAzureAdB2C(tenantName, tenantId, policy, Api, claim))
            .Should().Throw<ArgumentException>();

    private static TrustedIssuer CreateIssuer(string policy, string claim = "tfp") =>
        TrustedIssuer.ForAzureAdB2C("clinic", Tenant, policy, Api, claim);

    private Task<JwtValidationResult> ValidateAsync(TrustedIssuer issuer, JsonObject claims) =>
        _tokens.ValidateAsync(issuer, "JWT", (JsonObject)claims.DeepClone());

    private static JsonObject AccessToken(string claim, string policy) => new()
    {
        ["iss"] = $"https://clinic.b2clogin.com/{Tenant}/v2.0/",
        ["exp"] = ProviderTokens.Now + 3600,
        ["nbf"] = ProviderTokens.Now,
        ["aud"] = Api,
        ["sub"] = "884408e1-2918-4cz0-b12d-3aa027d7563b",
        [claim] = policy,
        ["scp"] = "charts.read",
        ["azp"] = "22222222-3333-4444-5555-666666666666",
        ["ver"] = "1.0",
        ["iat"] = ProviderTokens.Now,
    };
}
