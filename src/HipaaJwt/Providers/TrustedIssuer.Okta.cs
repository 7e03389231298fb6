using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// A custom authorization server of Okta, as <see href="https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/"/>
    /// describes its access tokens. Tokens of the org authorization server are for Okta alone
    /// (<see href="https://developer.okta.com/docs/concepts/auth-servers/"/>).
    /// </summary>
    /// <remarks>
    /// What is looser than the defaults, and what stands in for it. <see cref="AllowMissingTokenType"/> is set, for these tokens
    /// have no <c>typ</c> (<see href="https://support.okta.com/help/s/article/the-typ-field-is-missing-from-the-access-token-header"/>),
    /// and neither have ID tokens: so <c>cid</c> and <c>scp</c>, which only access tokens have, are required.
    /// </remarks>
    /// <param name="domain">The domain of the organization, such as <c>clinic.okta.com</c>, or its custom domain if the authorization server's issuer is that.</param>
    /// <param name="audience">The audience of the authorization server, such as <c>api://charts</c>.</param>
    /// <param name="authorizationServerId">The id of the authorization server.</param>
    /// <exception cref="ArgumentException">The domain or the id is not of the right form, or the audience is empty.</exception>
    public static TrustedIssuer ForOkta(string domain, string audience, string authorizationServerId = "default")
    {
        var host = ProviderAddress.Host(domain, nameof(domain), "clinic.okta.com");
        if (host.Split('.')[0].EndsWith("-admin", StringComparison.Ordinal))
        {
            throw new ArgumentException("This is the domain of Okta's administration. Write it without \"-admin\".", nameof(domain));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var issuer = $"https://{host}/oauth2/{ProviderAddress.Segment(authorizationServerId, nameof(authorizationServerId), "default")}";
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            AllowMissingTokenType = true,
            RequiredClaims = { "cid", "scp" },
        };
    }
}
