using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for an instance of ZITADEL, with applications whose access tokens are JWTs
    /// (<see href="https://zitadel.com/docs/apis/openidoauth/claims"/>).
    /// </summary>
    /// <remarks>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> is <c>JWT</c>, also the type of ID tokens. So
    /// <c>jti</c>, which ID tokens do not contain, and the client (<c>client_id</c> or <c>azp</c>) are required.</para>
    /// <para>Access tokens are valid for 12 hours by default. Set this lifetime to 1 hour or less in the OIDC settings of the instance,
    /// because tokens with a longer lifetime than <see cref="HipaaJwtOptions.MaxTokenLifetime"/> are rejected.</para>
    /// </remarks>
    /// <param name="domain">The domain of the instance, such as <c>clinic.zitadel.cloud</c>.</param>
    /// <param name="audience">
    /// The ID of the project of this service. Never use the client ID of an application, because <c>aud</c> contains those too.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The domain is not a domain, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForZitadel("clinic.zitadel.cloud", "69234237810729019"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForZitadel(string domain, string audience)
    {
        var issuer = "https://" + ProviderAddress.Host(domain, nameof(domain), "clinic.zitadel.cloud");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            RequireClientId = true,
        }.ReplaceTokenTypes("JWT");
    }
}
