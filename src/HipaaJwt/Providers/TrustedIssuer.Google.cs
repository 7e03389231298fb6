using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for ID tokens of Google (<see href="https://developers.google.com/identity/openid-connect/openid-connect"/>).
    /// Access tokens of Google are not JWTs.
    /// </summary>
    /// <remarks>
    /// <para>Both spellings of the issuer are accepted: <c>https://accounts.google.com</c> and <c>accounts.google.com</c>.</para>
    /// <para>Anybody can have a Google account, and every service account can request an ID token for any audience
    /// (<see href="https://cloud.google.com/docs/authentication/get-id-token"/>). Name the domain of your organization, or grant
    /// permissions only to the values of <c>sub</c> that you know.</para>
    /// <para>The preset relaxes defaults: <see cref="TokenTypes"/> is <c>JWT</c>, and <c>jti</c> is not required, because Google does not
    /// always write it.</para>
    /// </remarks>
    /// <param name="audience">The client ID of the application, or the audience for which a service account requests tokens.</param>
    /// <param name="hostedDomain">
    /// The domain of a Google Workspace or Cloud organization, as in <c>hd</c>; null to accept every account. Tokens of service accounts
    /// have no <c>hd</c>.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The audience is null or empty, or the domain is not a domain.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForGoogle("1234567890-example.apps.googleusercontent.com", hostedDomain: "hospital.example"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForGoogle(string audience, string? hostedDomain = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var issuer = new TrustedIssuer
        {
            Issuer = "https://accounts.google.com",
            IssuerAliases = { "accounts.google.com" },
            MetadataAddress = "https://accounts.google.com/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
        }.ReplaceTokenTypes("JWT").ReplaceRequiredClaims();
        if (hostedDomain is not null)
        {
            issuer.RequiredClaimValues["hd"] = [ProviderAddress.Host(hostedDomain, nameof(hostedDomain), "hospital.example")];
        }

        return issuer;
    }
}
