using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a custom authorization server of Okta
    /// (<see href="https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/"/>). It does not accept tokens of the org
    /// authorization server, which are for Okta only (<see href="https://developer.okta.com/docs/concepts/auth-servers/"/>).
    /// </summary>
    /// <remarks>
    /// The preset relaxes defaults and compensates for that. <see cref="AllowMissingTokenType"/> is set, because these tokens have no
    /// <c>typ</c> (<see href="https://support.okta.com/help/s/article/the-typ-field-is-missing-from-the-access-token-header"/>). ID
    /// tokens have none either. So <c>cid</c> and <c>scp</c>, which only access tokens contain, are required.
    /// </remarks>
    /// <param name="domain">
    /// The domain of the organization, such as <c>clinic.okta.com</c>, or its custom domain if the issuer of the authorization server
    /// contains it.
    /// </param>
    /// <param name="audience">The audience of the authorization server, such as <c>api://charts</c>.</param>
    /// <param name="authorizationServerId">The ID of the authorization server; <c>default</c> by default.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The domain or the ID has the wrong form, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForOkta("clinic.okta.com", "api://charts"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForOkta(string domain, string audience, string authorizationServerId = "default")
    {
        var host = ProviderAddress.Host(domain, nameof(domain), "clinic.okta.com");
        if (host.Split('.')[0].EndsWith("-admin", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"\"{domain}\" is the domain of the Okta admin console. Write the domain without \"-admin\".",
                nameof(domain));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var serverId = ProviderAddress.Segment(authorizationServerId, nameof(authorizationServerId), "default");
        var issuer = $"https://{host}/oauth2/{serverId}";
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            AllowMissingTokenType = true,
            RequiredClaims = { "cid", "scp" },
            ClientIdClaim = "cid",
        };
    }
}
