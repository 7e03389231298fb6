using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>
/// docs.duendesoftware.com/identityserver/tokens, access tokens: RFC 9068 with scopes in an array, and without sub for clients.
/// </summary>
public sealed class DuendeIdentityServerTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public void Creates_the_address_of_the_metadata() => CreateIssuer().MetadataAddress
        .Should().Be("https://id.hospital.example/.well-known/openid-configuration");

    [Fact]
    public async Task Accepts_an_access_token_and_rejects_an_ID_token()
    {
        (await ValidateAsync(AccessToken())).Error.Should().Be(JwtError.None);
        (await ValidateAsync(AccessToken(), type: "JWT")).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await ValidateAsync(AccessToken(), claims => claims.Remove("client_id"))).Error.Code.Should().Be(JwtErrorCode.ClaimMissing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_of_a_client_has_no_subject(bool allowed)
    {
        var issuer = CreateIssuer();
        issuer.AllowClientAsSubject = allowed;

        var result = await _tokens.ValidateAsync(issuer, "at+jwt", ClientToken());

        result.IsValid.Should().Be(allowed);
        result.Token?.Subject.Should().Be("lab-feed");
    }

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForDuendeIdentityServer("https://id.hospital.example", "charts-api");

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "at+jwt") =>
        _tokens.ValidateAsync(CreateIssuer(), type, claims, change);

    private static JsonObject ClientToken() => new()
    {
        ["iss"] = "https://id.hospital.example",
        ["nbf"] = ProviderTokens.Now,
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["aud"] = "charts-api",
        ["scope"] = new JsonArray("charts.read"),
        ["client_id"] = "lab-feed",
        ["jti"] = "A1B2C3D4E5F6",
    };

    private static JsonObject AccessToken()
    {
        var claims = ClientToken();
        claims["sub"] = "818727";
        claims["auth_time"] = ProviderTokens.Now - 10;
        claims["idp"] = "local";
        claims["amr"] = new JsonArray("pwd");
        claims["sid"] = "0123456789ABCDEF";
        claims["scope"] = new JsonArray("openid", "charts.read");
        return claims;
    }
}
