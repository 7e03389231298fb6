using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>
/// The configuration that the documents give for ID tokens of Epic and Oracle Health. hl7.org/fhir/smart-app-launch, scopes and launch
/// context, documents the claims. The issuer is that of fhir.epic.com/interconnect-fhir-oauth/oauth2/.well-known/openid-configuration.
/// </summary>
public sealed class SmartAppLaunchTests : IDisposable
{
    private const string Issuer = "https://fhir.epic.com/interconnect-fhir-oauth/oauth2";
    private const string App = "11111111-2222-3333-4444-555555555555";

    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("fhirUser", JwtErrorCode.ClaimMissing)]
    [InlineData("sub", JwtErrorCode.ClaimMissing)]
    [InlineData("nonce", JwtErrorCode.None)]
    public async Task Accepts_the_ID_token_of_the_app(string removed, JwtErrorCode code)
    {
        var issuer = new TrustedIssuer
        {
            Issuer = Issuer,
            MetadataAddress = Issuer + "/.well-known/openid-configuration",
            Audiences = { App },
            Algorithms = { JwsAlgorithm.RS256 },
        }.ReplaceTokenTypes("JWT").ReplaceRequiredClaims("fhirUser");

        (await _tokens.ValidateAsync(issuer, "JWT", IdToken(), claims => claims.Remove(removed))).Error.Code.Should().Be(code);
    }

    private static JsonObject IdToken() => new()
    {
        ["aud"] = App,
        ["exp"] = ProviderTokens.Now + 300,
        ["fhirUser"] = "https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4/Practitioner/eM5CWtq15N0WJeuCet5bJlQ3",
        ["iat"] = ProviderTokens.Now,
        ["iss"] = Issuer,
        ["nonce"] = "n-0S6_WzA2Mj",
        ["sub"] = "eM5CWtq15N0WJeuCet5bJlQ3",
    };
}
