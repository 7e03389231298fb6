using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for an environment of PingOne, with access tokens for a custom resource
    /// (<see href="https://developer.pingidentity.com/pingone-api/platform/resources/resource-attributes.html"/>).
    /// </summary>
    /// <remarks>
    /// The preset relaxes defaults and compensates for that. <see cref="AllowMissingTokenType"/> is set, because PingOne writes the type
    /// <c>at+jwt</c> always only from March 2027 on. So <c>client_id</c> and <c>scope</c>, which ID tokens do not contain, are required in
    /// place of <c>jti</c>. For a custom domain, set <see cref="Issuer"/> and <see cref="MetadataAddress"/>.
    /// </remarks>
    /// <param name="environmentId">The ID of the environment, a GUID.</param>
    /// <param name="audience">The audience of the custom resource.</param>
    /// <param name="domain">The domain of the region: <c>auth.pingone.com</c> by default, or such as <c>auth.pingone.eu</c>.</param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">
    /// The environment is not a GUID, the domain is not a domain, or an argument is null or empty.
    /// </exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForPingOne("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "https://charts.hospital.example"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForPingOne(string environmentId, string audience, string domain = "auth.pingone.com")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(environmentId);
        if (!Guid.TryParseExact(environmentId, "D", out var environment) || environment == Guid.Empty)
        {
            throw new ArgumentException(
                $"\"{environmentId}\" is not the ID of an environment. Write the GUID from the PingOne console.", nameof(environmentId));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var issuer = $"https://{ProviderAddress.Host(domain, nameof(domain), "auth.pingone.eu")}/{environment:D}/as";
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            AllowMissingTokenType = true,
            RequireClientId = true,
        }.ReplaceRequiredClaims("scope");
    }
}
