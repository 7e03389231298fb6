using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>developer.pingidentity.com/pingone-api, token claims: access tokens with and without the type at+jwt.</summary>
public sealed class PingOneTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Environment = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    [Fact]
    public void Creates_the_addresses_of_the_environment()
    {
        var issuer = TrustedIssuer.ForPingOne(Environment, "api", "auth.pingone.eu");

        issuer.Issuer.Should().Be($"https://auth.pingone.eu/{Environment}/as");
        issuer.MetadataAddress.Should().Be($"https://auth.pingone.eu/{Environment}/as/.well-known/openid-configuration");
    }

    [Theory]
    [InlineData(null, JwtErrorCode.None)]
    [InlineData("at+jwt", JwtErrorCode.None)]
    [InlineData("JWT", JwtErrorCode.TokenTypeNotAllowed)]
    public async Task Accepts_an_access_token(string? type, JwtErrorCode code) =>
        (await ValidateAsync(AccessToken(), type: type)).Error.Code.Should().Be(code);

    [Theory]
    [InlineData("client_id")]
    [InlineData("scope")]
    public async Task Rejects_an_ID_token(string claim) =>
        (await ValidateAsync(AccessToken(), claims => claims.Remove(claim)))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));

    [Theory]
    [InlineData("env", "auth.pingone.com")]
    [InlineData(Environment, "auth.pingone.com/x")]
    [InlineData("", "auth.pingone.com")]
    public void Rejects_invalid_arguments(string environment, string domain) =>
        FluentActions.Invoking(() => TrustedIssuer.ForPingOne(environment, "api", domain)).Should().Throw<ArgumentException>();

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = null) =>
        _tokens.ValidateAsync(TrustedIssuer.ForPingOne(Environment, "https://charts.hospital.example"), type, claims, change);

    private static JsonObject AccessToken() => new()
    {
        ["client_id"] = "11111111-2222-3333-4444-555555555555",
        ["iss"] = $"https://auth.pingone.com/{Environment}/as",
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["aud"] = new JsonArray("https://charts.hospital.example"),
        ["scope"] = "charts:read",
        ["sub"] = "22222222-3333-4444-5555-666666666666",
        ["auth_time"] = ProviderTokens.Now - 10,
        ["acr"] = "Single_Factor",
        ["env"] = Environment,
        ["org"] = "33333333-4444-5555-6666-777777777777",
    };
}
