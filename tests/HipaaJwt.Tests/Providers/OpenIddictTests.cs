using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>documentation.openiddict.com/configuration/token-formats: access tokens that are JWTs, with the type at+jwt.</summary>
public sealed class OpenIddictTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("https://id.hospital.example", "https://id.hospital.example/")]
    [InlineData("https://id.hospital.example/", "https://id.hospital.example/")]
    [InlineData("https://id.hospital.example/auth", "https://id.hospital.example/auth")]
    public void Creates_the_addresses_of_the_server(string issuer, string expected)
    {
        var trusted = TrustedIssuer.ForOpenIddict(issuer, "charts-api");

        trusted.Issuer.Should().Be(expected);
        trusted.MetadataAddress.Should().Be(issuer.TrimEnd('/') + "/.well-known/openid-configuration");
    }

    [Fact]
    public async Task Accepts_an_access_token_and_rejects_an_ID_token()
    {
        (await ValidateAsync(AccessToken())).Error.Should().Be(JwtError.None);
        (await ValidateAsync(AccessToken(), type: "JWT")).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await ValidateAsync(AccessToken(), claims => claims.Remove("client_id"))).Error.Code.Should().Be(JwtErrorCode.ClaimMissing);
    }

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForOpenIddict("https://id.hospital.example", "charts-api");

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "at+jwt") =>
        _tokens.ValidateAsync(CreateIssuer(), type, claims, change);

    private static JsonObject AccessToken() => new()
    {
        ["iss"] = "https://id.hospital.example/",
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["aud"] = "charts-api",
        ["scope"] = "openid charts.read",
        ["jti"] = "4e8bf9d4-0000-0000-0000-1d6b2f9d6d2a",
        ["sub"] = "c3d9a2e0-user",
        ["oi_prst"] = "portal",
        ["oi_au_id"] = "a1",
        ["client_id"] = "portal",
        ["oi_tkn_id"] = "t1",
    };
}
