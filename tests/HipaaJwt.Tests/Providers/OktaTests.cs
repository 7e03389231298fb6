using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

public sealed class OktaTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("example.okta.com")]
    [InlineData("https://example.okta.com")]
    [InlineData("HTTPS://Example.Okta.com/")]
    public void Creates_the_addresses_of_the_authorization_server(string domain)
    {
        var named = TrustedIssuer.ForOkta(domain, "api://charts", "ausexample0000000001");

        named.Issuer.Should().Be("https://example.okta.com/oauth2/ausexample0000000001");
        named.MetadataAddress.Should().Be("https://example.okta.com/oauth2/ausexample0000000001/.well-known/openid-configuration");
        TrustedIssuer.ForOkta(domain, "api://charts").Issuer.Should().Be("https://example.okta.com/oauth2/default");
    }

    [Fact]
    public async Task Accepts_an_access_token()
    {
        var result = await ValidateAsync(AccessToken());

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be("0oaexample0000000001");
    }

    [Fact]
    public async Task Grants_permissions_by_scopes_in_an_array()
    {
        await using var host = _tokens.Trusting(
            CreateIssuer(), builder => builder.AddPermissions(map => map.Scope("charts.read").Grants("chart:read")));

        (await host.ValidateAsync(_tokens.Sign(null, AccessToken()))).Token!.Permissions.ToString().Should().Be("chart:read");
    }

    [Fact]
    public async Task Rejects_an_ID_token_with_any_audience()
    {
        (await ValidateAsync(IdToken("0oaexample0000000001"))).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
        (await ValidateAsync(IdToken("api://charts"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "cid"));
        (await ValidateAsync(IdToken("api://charts"), claims => claims["cid"] = "x"))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "scp"));
    }

    [Fact]
    public async Task Rejects_tokens_of_the_org_authorization_server()
    {
        (await _tokens.ValidateAsync(CreateIssuer(), "application/okta-internal-at+jwt", AccessToken()))
            .Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = "https://example.okta.com"))
            .Error.Code.Should().Be(JwtErrorCode.IssuerNotAllowed);
    }

    [Theory]
    [InlineData("example-admin.okta.com", "default", "*without \"-admin\"*")]
    [InlineData("{yourOktaDomain}", "default", "*only the domain*")]
    [InlineData("https://example.okta.com/oauth2/default", "default", "*only the domain*")]
    [InlineData("http://example.okta.com", "default", "*only the domain*")]
    [InlineData("example.okta.com:8443", "default", "*only the domain*")]
    [InlineData("user@example.okta.com", "default", "*only the domain*")]
    [InlineData("example", "default", "*only the domain*")]
    [InlineData("example..okta.com", "default", "*only the domain*")]
    [InlineData("", "default", "*")]
    [InlineData("example.okta.com", "", "*")]
    [InlineData("example.okta.com", "a/b", "*only the name*")]
    [InlineData("example.okta.com", "..", "*only the name*")]
    [InlineData("example.okta.com", "default?x", "*only the name*")]
    public void Rejects_invalid_arguments_with_a_remedy(string domain, string server, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForOkta(domain, "api://charts", server))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Rejects_an_empty_audience() =>
        FluentActions.Invoking(() => TrustedIssuer.ForOkta("example.okta.com", ""))
            .Should().Throw<ArgumentException>().WithParameterName("audience");

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForOkta("example.okta.com", "api://charts", "ausexample0000000001");

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null) =>
        _tokens.ValidateAsync(CreateIssuer(), null, claims, change);

    /// <summary>developer.okta.com/docs/api/openapi/okta-oauth/guides/overview, access token. Its header contains kid and alg.</summary>
    private static JsonObject AccessToken() => new()
    {
        ["ver"] = 1,
        ["jti"] = "AT.exampleTokenIdentifier000",
        ["iss"] = "https://example.okta.com/oauth2/ausexample0000000001",
        ["aud"] = "api://charts",
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["cid"] = "0oaexample0000000001",
        ["uid"] = "00uexample0000000001",
        ["scp"] = new JsonArray("openid", "charts.read"),
        ["auth_time"] = ProviderTokens.Now - 10,
        ["sub"] = "user.one@example.com",
    };

    private static JsonObject IdToken(string audience) => new()
    {
        ["ver"] = 1,
        ["jti"] = "ID.exampleTokenIdentifier000",
        ["iss"] = "https://example.okta.com/oauth2/ausexample0000000001",
        ["aud"] = audience,
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["amr"] = new JsonArray("pwd"),
        ["idp"] = "00oexample0000000001",
        ["nonce"] = "n-0S6_WzA2Mj",
        ["auth_time"] = ProviderTokens.Now - 10,
        ["at_hash"] = "cpqKfdQA5eH891Ff5oJr_Q",
        ["sub"] = "00uexample0000000001",
    };
}
