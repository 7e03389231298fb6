using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// A tenant of Auth0, with access tokens of either profile
    /// (<see href="https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles"/>).
    /// </summary>
    /// <remarks>
    /// <para>What is looser than the defaults, and what stands in for it. <see cref="TokenTypes"/> has <c>JWT</c> beside
    /// <c>at+jwt</c>, for the profile named Auth0 writes it, as ID tokens do: so the client (<c>azp</c> or <c>client_id</c>), which
    /// ID tokens do not have, is required, and the audience is that of an API. That profile has no <c>jti</c>, so none is
    /// required. Where the API is set to the profile of RFC 9068, take <c>JWT</c> out and require <c>jti</c>.</para>
    /// <para>Tokens of an API live 24 hours unless it is set otherwise
    /// (<see href="https://auth0.com/docs/secure/tokens/access-tokens/update-access-token-lifetime"/>): set it to an hour at
    /// most, for longer ones are refused.</para>
    /// </remarks>
    /// <param name="domain">The domain of the tenant, such as <c>clinic.eu.auth0.com</c>, or its custom domain: the one at which clients ask for tokens, for the issuer is named by it.</param>
    /// <param name="audience">The identifier of the API; never the client id of an application.</param>
    /// <exception cref="ArgumentException">The domain is not of the right form, or the audience is empty.</exception>
    public static TrustedIssuer ForAuth0(string domain, string audience)
    {
        var issuer = $"https://{ProviderAddress.Host(domain, nameof(domain), "clinic.eu.auth0.com")}/";
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var trusted = new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + ".well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            TokenTypes = { "JWT" },
            RequireClientId = true,
        };
        trusted.RequiredClaims.Clear();
        return trusted;
    }
}
