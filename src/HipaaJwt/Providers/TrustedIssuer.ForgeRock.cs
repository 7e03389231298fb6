using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a realm of ForgeRock Access Management (PingAM, PingOne Advanced Identity Cloud), with client-based access
    /// tokens (<see href="https://docs.pingidentity.com/pingam/8/am-oauth2/oauth2-client-based-tokens.html"/>).
    /// </summary>
    /// <remarks>
    /// The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> is <c>JWT</c>, also the type of ID tokens. So
    /// <c>tokenName</c>, which is <c>id_token</c> in ID tokens, must be <c>access_token</c>.
    /// </remarks>
    /// <param name="issuer">
    /// The issuer, exactly as in <c>iss</c>, with its port if it has one, such as
    /// <c>https://clinic.forgeblocks.com:443/am/oauth2/realms/root/realms/alpha</c>.
    /// </param>
    /// <param name="audience">The audience of this service. By default, AM writes the client ID into <c>aud</c>.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The issuer is not an https address, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForForgeRock(
    ///     "https://clinic.forgeblocks.com:443/am/oauth2/realms/root/realms/alpha", "charts-api"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForForgeRock(string issuer, string audience)
    {
        var address = ProviderAddress.Base(issuer, nameof(issuer), "https://clinic.forgeblocks.com:443/am/oauth2/realms/root/realms/alpha");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = address + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            RequiredClaimValues = { ["tokenName"] = ["access_token"] },
        }.ReplaceTokenTypes("JWT");
    }
}
