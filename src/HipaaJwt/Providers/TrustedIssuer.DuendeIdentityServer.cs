using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for Duende IdentityServer, with its default access tokens
    /// (<see href="https://docs.duendesoftware.com/identityserver/tokens/"/>).
    /// </summary>
    /// <remarks>
    /// The tokens follow RFC 9068: the type is <c>at+jwt</c>, and they contain <c>jti</c> and <c>client_id</c>, which is required.
    /// Tokens that a client requested for itself have no <c>sub</c>, and are rejected unless <see cref="AllowClientAsSubject"/> is set.
    /// </remarks>
    /// <param name="issuer">The issuer, exactly as in <c>iss</c>, such as <c>https://id.hospital.example</c>.</param>
    /// <param name="audience">The name of the API resource.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The issuer is not an https address, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForDuendeIdentityServer("https://id.hospital.example", "charts-api"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForDuendeIdentityServer(string issuer, string audience)
    {
        var address = ProviderAddress.Base(issuer, nameof(issuer), "https://id.hospital.example");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = address + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            RequireClientId = true,
        };
    }
}
