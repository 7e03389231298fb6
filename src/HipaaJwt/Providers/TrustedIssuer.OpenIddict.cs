using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a server built with OpenIddict
    /// (<see href="https://documentation.openiddict.com/configuration/token-formats"/>).
    /// </summary>
    /// <remarks>
    /// The tokens follow RFC 9068: the type is <c>at+jwt</c>, and they contain <c>sub</c>, <c>jti</c> and <c>client_id</c>, which is
    /// required. OpenIddict encrypts access tokens by default. Add its encryption key to <see cref="HipaaJwtOptions.Decryption"/>, or call
    /// <c>DisableAccessTokenEncryption</c> in the server.
    /// </remarks>
    /// <param name="issuer">
    /// The issuer, such as <c>https://id.hospital.example</c>. An address without a path gets the slash that OpenIddict writes.
    /// </param>
    /// <param name="audience">The resource that the server writes into <c>aud</c>.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The issuer is not an https address, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForOpenIddict("https://id.hospital.example/", "charts-api"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForOpenIddict(string issuer, string audience)
    {
        var address = ProviderAddress.Base(issuer, nameof(issuer), "https://id.hospital.example/");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = new Uri(issuer).AbsoluteUri,
            MetadataAddress = address + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            RequireClientId = true,
        };
    }
}
