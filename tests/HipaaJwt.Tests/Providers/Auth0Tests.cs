using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

public sealed class Auth0Tests : IDisposable
{
    private const string Api = "https://charts.example.com/api";
    private const string Client = "ExampleClientId0000000000000001";

    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("example-tenant.eu.auth0.com")]
    [InlineData("https://example-tenant.eu.auth0.com/")]
    public void Creates_an_issuer_with_a_trailing_slash(string domain)
    {
        var issuer = TrustedIssuer.ForAuth0(domain, Api);

        issuer.Issuer.Should().Be("https://example-tenant.eu.auth0.com/");
        issuer.MetadataAddress.Should().Be("https://example-tenant.eu.auth0.com/.well-known/openid-configuration");
    }

    [Theory]
    [InlineData("JWT", "azp", false)]
    [InlineData("at+jwt", "client_id", true)]
    public async Task Accepts_an_access_token_of_either_profile(string type, string client, bool hasId)
    {
        var result = await _tokens.ValidateAsync(CreateIssuer(), type, AccessToken(client, hasId));

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be(Client);
    }

    [Fact]
    public async Task Rejects_an_ID_token_with_any_audience()
    {
        (await _tokens.ValidateAsync(CreateIssuer(), "JWT", IdToken(Client)))
            .Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
        (await _tokens.ValidateAsync(CreateIssuer(), "JWT", IdToken(Api)))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
    }

    [Theory]
    [InlineData(3600, JwtErrorCode.None)]
    [InlineData(86400, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task Rejects_the_default_lifetime_of_24_hours(int seconds, JwtErrorCode code) =>
        (await _tokens.ValidateAsync(
                CreateIssuer(), "JWT", AccessToken("azp", false), claims => claims["exp"] = ProviderTokens.Now + seconds))
            .Error.Code.Should().Be(code);

    [Fact]
    public async Task Accepts_only_the_RFC_9068_profile_if_the_preset_is_tightened()
    {
        var auth0Token = _tokens.Sign("JWT", AccessToken("azp", false));
        var rfc9068Token = _tokens.Sign("at+jwt", AccessToken("client_id", true));
        var issuer = CreateIssuer();
        issuer.TokenTypes.Remove("JWT");
        issuer.RequiredClaims.Add("jti");
        await using var host = _tokens.Trusting(issuer);

        (await host.ValidateAsync(rfc9068Token)).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(auth0Token)).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }

    [Theory]
    [InlineData("https://example-tenant.eu.auth0.com/api/v2/")]
    [InlineData("example tenant.auth0.com")]
    [InlineData("YOUR_DOMAIN")]
    public void Rejects_an_invalid_domain_with_a_remedy(string domain) =>
        FluentActions.Invoking(() => TrustedIssuer.ForAuth0(domain, Api))
            .Should().Throw<ArgumentException>().WithMessage("*only the domain*");

    [Fact]
    public void Rejects_an_empty_audience() =>
        FluentActions.Invoking(() => TrustedIssuer.ForAuth0("example.auth0.com", " "))
            .Should().Throw<ArgumentException>().WithParameterName("audience");

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForAuth0("example-tenant.eu.auth0.com", Api);

    /// <summary>auth0.com/docs/secure/tokens/access-tokens/access-token-profiles.</summary>
    private static JsonObject AccessToken(string client, bool hasId)
    {
        JsonObject claims = new()
        {
            ["iss"] = "https://example-tenant.eu.auth0.com/",
            ["sub"] = "auth0|000000000000000000000001",
            ["aud"] = new JsonArray(Api, "https://example-tenant.eu.auth0.com/userinfo"),
            ["iat"] = ProviderTokens.Now,
            ["exp"] = ProviderTokens.Now + 3600,
            ["scope"] = "openid profile read:charts",
            [client] = Client,
            ["permissions"] = new JsonArray("read:charts"),
        };
        if (hasId)
        {
            claims["jti"] = "exampleJti0000000001";
        }

        return claims;
    }

    /// <summary>auth0.com/docs/secure/tokens/id-tokens/id-token-structure.</summary>
    private static JsonObject IdToken(string audience) => new()
    {
        ["name"] = "User One",
        ["email"] = "user.one@example.com",
        ["iss"] = "https://example-tenant.eu.auth0.com/",
        ["sub"] = "auth0|000000000000000000000001",
        ["aud"] = audience,
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["nonce"] = "n-0S6_WzA2Mj",
    };
}
