using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>docs.pingidentity.com/pingam, client-based access tokens: tokenName tells access tokens from ID tokens.</summary>
public sealed class ForgeRockTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Realm = "https://clinic.forgeblocks.com:443/am/oauth2/realms/root/realms/alpha";

    [Fact]
    public void Keeps_the_port_of_the_issuer()
    {
        var issuer = TrustedIssuer.ForForgeRock(Realm, "charts-api");

        issuer.Issuer.Should().Be(Realm);
        issuer.MetadataAddress.Should().Be(Realm + "/.well-known/openid-configuration");
    }

    [Theory]
    [InlineData("access_token", JwtErrorCode.None)]
    [InlineData("id_token", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData(null, JwtErrorCode.ClaimMissing)]
    public async Task Accepts_access_tokens_only(string? tokenName, JwtErrorCode code) =>
        (await ValidateAsync(AccessToken(), claims => claims["tokenName"] = tokenName)).Error.Code.Should().Be(code);

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "JWT") =>
        _tokens.ValidateAsync(TrustedIssuer.ForForgeRock(Realm, "charts-api"), type, claims, change);

    private static JsonObject AccessToken() => new()
    {
        ["sub"] = "445957f9-8528-4d14-803e-5452214633e8",
        ["cts"] = "OAUTH2_STATELESS_GRANT",
        ["auth_level"] = 0,
        ["auditTrackingId"] = "c9611769-cbb0-4f6f-89ab-cc971a9a4267-297791",
        ["subname"] = "445957f9-8528-4d14-803e-5452214633e8",
        ["iss"] = Realm,
        ["tokenName"] = "access_token",
        ["token_type"] = "Bearer",
        ["authGrantId"] = "fpO7HNZXHhLW5ObvmIoYT7PMaHY",
        ["client_id"] = "charts-api",
        ["aud"] = "charts-api",
        ["nbf"] = ProviderTokens.Now,
        ["grant_type"] = "authorization_code",
        ["scope"] = new JsonArray("openid", "charts.read"),
        ["auth_time"] = ProviderTokens.Now,
        ["realm"] = "/alpha",
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["expires_in"] = 3600,
        ["jti"] = "Ygd5asQcPJho3ATs8Fl9-8Q25lk",
    };
}
