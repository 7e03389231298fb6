namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>The tenant of all personal Microsoft accounts.</summary>
    private static readonly Guid EntraConsumers = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    /// <summary>
    /// Creates an issuer for one tenant of Microsoft Entra ID, with access tokens of version 2.0 (<c>requestedAccessTokenVersion</c> 2 in
    /// the manifest of the API; see <see href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"/>
    /// and <see href="https://learn.microsoft.com/entra/identity-platform/access-tokens"/>).
    /// </summary>
    /// <remarks>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> is <c>JWT</c>, the only type that Entra ID
    /// writes, also for ID tokens. So a client (<c>azp</c>), which ID tokens do not contain, is required, and <c>ver</c> must be
    /// <c>2.0</c>. Tokens have no <c>jti</c>, so <c>uti</c>, which identifies them instead, is required.</para>
    /// <para><see cref="MaxTokenLifetime"/> is 95 minutes. Entra ID assigns a random lifetime of 60 to 90 minutes
    /// (<see href="https://learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes"/>), and <c>iat</c> may be 5 minutes
    /// before the time of issue.</para>
    /// <para>In a national cloud (<see href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud"/>),
    /// change the host in <see cref="Issuer"/> and <see cref="MetadataAddress"/>.</para>
    /// </remarks>
    /// <param name="tenantId">The ID of the tenant, a GUID, as in <c>iss</c>.</param>
    /// <param name="audience">
    /// The application (client) ID of the API, which is the <c>aud</c> of these tokens. Register the API as an application of its own, in
    /// which no user signs in.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">
    /// The tenant ID is not the GUID of a single tenant, or an argument is null or empty.
    /// </exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForEntraId(
    ///     tenantId: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    ///     audience: "11111111-2222-3333-4444-555555555555"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForEntraId(string tenantId, string audience)
    {
        var tenant = EntraTenant(tenantId);
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        var issuer = $"https://login.microsoftonline.com/{tenant:D}/v2.0";
        return new TrustedIssuer
        {
            Issuer = issuer,
            MetadataAddress = issuer + "/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            TokenIdClaim = "uti",
            RequireClientId = true,
            RequiredClaimValues = { ["ver"] = ["2.0"] },
            MaxTokenLifetime = TimeSpan.FromMinutes(95),
        }.ReplaceTokenTypes("JWT").ReplaceRequiredClaims("uti");
    }

    /// <summary>Creates an issuer for each of several tenants of Microsoft Entra ID, and for no other tenant.</summary>
    /// <remarks>Each issuer is that of <see cref="ForEntraId"/>. The tenants share keys, and <c>iss</c> decides on the rules.</remarks>
    /// <param name="tenantIds">The IDs of the tenants, each a GUID; at least one, each once.</param>
    /// <param name="audience">The application (client) ID of the API.</param>
    /// <returns>New issuers that fetch their keys, in the order of the tenants.</returns>
    /// <exception cref="ArgumentException">
    /// There is no tenant, a tenant is named twice or is not the GUID of a single tenant, or an argument is null or empty.
    /// </exception>
    /// <example>
    /// <code>
    /// foreach (var issuer in TrustedIssuer.ForEntraIdTenants(tenantIds, "11111111-2222-3333-4444-555555555555"))
    /// {
    ///     options.Issuers.Add(issuer);
    /// }
    /// </code>
    /// </example>
    public static IReadOnlyList<TrustedIssuer> ForEntraIdTenants(IEnumerable<string> tenantIds, string audience)
    {
        ArgumentNullException.ThrowIfNull(tenantIds);
        TrustedIssuer[] issuers = [.. tenantIds.Select(tenantId => ForEntraId(tenantId, audience))];
        return issuers.Length > 0 && issuers.DistinctBy(issuer => issuer.Issuer, StringComparer.Ordinal).Count() == issuers.Length
            ? issuers
            : throw new ArgumentException(
                "There is no tenant, or a tenant is named twice. Write the ID of each tenant once.", nameof(tenantIds));
    }

    private static Guid EntraTenant(string tenantId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenantId);
        if (tenantId.ToUpperInvariant() is "COMMON" or "ORGANIZATIONS" or "CONSUMERS"
            || (Guid.TryParse(tenantId, out var id) && id == EntraConsumers))
        {
            throw new ArgumentException(
                $"\"{tenantId}\" is not a single tenant. Write the ID of the tenant whose users you trust. "
                + "For several tenants, add one issuer each.",
                nameof(tenantId));
        }

        return Guid.TryParseExact(tenantId, "D", out var tenant) && tenant != Guid.Empty
            ? tenant
            : throw new ArgumentException(
                $"\"{tenantId}\" is not the ID of a tenant. Write the GUID from the Entra admin center (Overview), "
                + "such as \"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\", not a domain.",
                nameof(tenantId));
    }
}
