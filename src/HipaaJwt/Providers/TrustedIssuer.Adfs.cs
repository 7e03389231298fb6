using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for access tokens of Active Directory Federation Services (AD FS 2016 and later, MS-OIDCE, and
    /// <see href="https://learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-concepts"/>).
    /// </summary>
    /// <remarks>
    /// <para>The issuer of access tokens is the identifier of the federation service, <c>http://…/adfs/services/trust</c>, which the
    /// metadata contains as <c>access_token_issuer</c>. The issuer of ID tokens is another one, so ID tokens are rejected.</para>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> is <c>JWT</c>, the only type that AD FS writes.
    /// Tokens have no <c>jti</c>, so none is required. The client is in <c>appid</c>, which is required.</para>
    /// <para>Access tokens have no <c>sub</c> unless an issuance transform rule writes one, and are rejected without it.</para>
    /// </remarks>
    /// <param name="host">The host of the federation service, such as <c>fs.hospital.example</c>.</param>
    /// <param name="audience">The identifier of the Web API, such as <c>https://charts.hospital.example</c>.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The host is not a domain, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForAdfs("fs.hospital.example", "https://charts.hospital.example"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForAdfs(string host, string audience)
    {
        var name = ProviderAddress.Host(host, nameof(host), "fs.hospital.example");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = $"http://{name}/adfs/services/trust",
            MetadataAddress = $"https://{name}/adfs/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            ClientIdClaim = "appid",
            RequireClientId = true,
        }.ReplaceTokenTypes("JWT").ReplaceRequiredClaims();
    }
}
