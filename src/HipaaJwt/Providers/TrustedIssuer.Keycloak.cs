using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// A realm of Keycloak, as its Server Administration Guide (<see href="https://www.keycloak.org/docs/latest/server_admin/"/>)
    /// and <see href="https://www.keycloak.org/securing-apps/oidc-layers"/> describe it.
    /// </summary>
    /// <remarks>
    /// What is looser than the defaults, and what stands in for it. <see cref="TokenTypes"/> has <c>JWT</c> beside <c>at+jwt</c>,
    /// which Keycloak writes since 26.2, for clients that are set to it
    /// (<see href="https://github.com/keycloak/keycloak/pull/37573"/>): so the claim <c>typ</c>, which tells its kinds of tokens
    /// apart, must be <c>Bearer</c> or <c>DPoP</c>; that of ID tokens is <c>ID</c>. The client (<c>azp</c>) is required too.
    /// </remarks>
    /// <param name="baseAddress">Keycloak's address, such as <c>https://id.hospital.example</c>, with the base path if it has one. It is https, except on this machine.</param>
    /// <param name="realm">The name of the realm.</param>
    /// <param name="audience">What an audience mapper puts into <c>aud</c> for this service; without one, tokens have no audience or another.</param>
    /// <exception cref="ArgumentException">The address or the realm is not of the right form, or the audience is empty.</exception>
    public static TrustedIssuer ForKeycloak(string baseAddress, string realm, string audience)
    {
        var address = ProviderAddress.Base(baseAddress, nameof(baseAddress), "https://id.hospital.example");
        if (new Uri(address).AbsolutePath.Contains("/realms", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("Write the address without \"/realms/…\": the realm is an argument of its own.", nameof(baseAddress));
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
