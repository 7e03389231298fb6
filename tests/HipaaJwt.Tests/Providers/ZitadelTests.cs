using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>zitadel.com/docs/apis/openidoauth/claims: the matrix of claims of access tokens and ID tokens.</summary>
public sealed class ZitadelTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Project = "69234237810729019";

    [Fact]
    public void Creates_the_addresses_of_the_instance()
    {
        CreateIssuer().Issuer.Should().Be("https://clinic.zitadel.cloud");
        CreateIssuer().MetadataAddress.Should().Be("https://clinic.zitadel.cloud/.well-known/openid-configuration");
    }

    [Fact]
    public async Task Accepts_an_access_token_and_rejects_an_ID_token()
    {
        (await ValidateAsync(AccessToken())).Error.Should().Be(JwtError.None);
        (await ValidateAsync(AccessToken(), claims => claims.Remove("jti")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "jti"));
        (await ValidateAsync(AccessToken(), claims => claims.Remove("azp"))).Error.Code.Should().Be(JwtErrorCode.ClaimMissing);
    }

    [Fact]
    public async Task Rejects_the_default_lifetime_of_12_hours() =>
        (await ValidateAsync(AccessToken(), claims => claims["exp"] = ProviderTokens.Now + (12 * 3600)))
            .Error.Code.Should().Be(JwtErrorCode.TokenLifetimeTooLong);

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForZitadel("clinic.zitadel.cloud", Project);

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "JWT") =>
        _tokens.ValidateAsync(CreateIssuer(), type, claims, change);

    private static JsonObject AccessToken() => new()
    {
        ["aud"] = new JsonArray("69234237810729234", Project),
        ["azp"] = "69234237810729234",
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["iss"] = "https://clinic.zitadel.cloud",
        ["jti"] = "69234237813329048",
        ["nbf"] = ProviderTokens.Now,
        ["sub"] = "77776025198584418",
    };
}
