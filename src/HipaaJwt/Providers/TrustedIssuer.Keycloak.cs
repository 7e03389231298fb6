using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for a realm of Keycloak (Server Administration Guide,
    /// <see href="https://www.keycloak.org/docs/latest/server_admin/"/>, and
    /// <see href="https://www.keycloak.org/securing-apps/oidc-layers"/>).
    /// </summary>
    /// <remarks>
    /// The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> contains <c>JWT</c> in addition to <c>at+jwt</c>.
    /// Keycloak writes <c>at+jwt</c> since version 26.2, for clients that are configured so
    /// (<see href="https://github.com/keycloak/keycloak/pull/37573"/>). ID tokens have the type <c>JWT</c> too. So the claim <c>typ</c>,
    /// which distinguishes the kinds of tokens, must be <c>Bearer</c> or <c>DPoP</c>; in ID tokens it is <c>ID</c>. A client (<c>azp</c>)
    /// is required too.
    /// </remarks>
    /// <param name="baseAddress">
    /// The address of Keycloak, such as <c>https://id.hospital.example</c>, with the base path if it has one. It must be https, or http on
    /// a loopback address.
    /// </param>
    /// <param name="realm">The name of the realm.</param>
    /// <param name="audience">
    /// The audience of this service, which an audience mapper adds to <c>aud</c>. Without a mapper, tokens have no audience or another one.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">The address or the realm has the wrong form, or an argument is null or empty.</exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForKeycloak("https://id.hospital.example", "hospital", "charts-api"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForKeycloak(string baseAddress, string realm, string audience)
    {
        var address = ProviderAddress.Base(baseAddress, nameof(baseAddress), "https://id.hospital.example");
        if (new Uri(address).AbsolutePath.Contains("/realms", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                "The address contains a realm. Write the address without \"/realms/…\". The realm is a separate argument.",
                nameof(baseAddress));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var issuer = $"{address}/realms/{ProviderAddress.Segment(realm, nameof(realm), "hospital")}";
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            TokenTypes = { "JWT" },
            RequireClientId = true,
            RequiredClaimValues = { ["typ"] = ["Bearer", "DPoP"] },
        };
    }
}
