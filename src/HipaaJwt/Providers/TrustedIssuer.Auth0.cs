using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a tenant of Auth0, with access tokens of either profile
    /// (<see href="https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles"/>).
    /// </summary>
    /// <remarks>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> contains <c>JWT</c> in addition to
    /// <c>at+jwt</c>, because the profile named Auth0 writes it. ID tokens have this type too. So a client (<c>azp</c> or
    /// <c>client_id</c>), which ID tokens do not contain, is required, and the audience must be that of an API. The profile has no
    /// <c>jti</c>, so none is required. If the API uses the RFC 9068 profile, call <see cref="ReplaceTokenTypes"/> with <c>at+jwt</c>
    /// and add <c>jti</c> to <see cref="RequiredClaims"/>.</para>
    /// <para>The access tokens of an API are valid for 24 hours by default
    /// (<see href="https://auth0.com/docs/secure/tokens/access-tokens/update-access-token-lifetime"/>). Set this lifetime to 1 hour or
    /// less, because tokens with a longer lifetime than <see cref="HipaaJwtOptions.MaxTokenLifetime"/> are rejected.</para>
    /// </remarks>
    /// <param name="domain">
    /// The domain of the tenant, such as <c>clinic.eu.auth0.com</c>, or its custom domain. Use the domain at which clients request
    /// tokens, because the issuer contains it.
    /// </param>
    /// <param name="audience">The identifier of the API, not the client ID of an application.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The domain is not a domain, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForAuth0("clinic.eu.auth0.com", "https://charts.hospital.example"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForAuth0(string domain, string audience)
    {
        var issuer = $"https://{ProviderAddress.Host(domain, nameof(domain), "clinic.eu.auth0.com")}/";
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + ".well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            TokenTypes = { "JWT" },
            RequireClientId = true,
        }.ReplaceRequiredClaims();
    }
}
