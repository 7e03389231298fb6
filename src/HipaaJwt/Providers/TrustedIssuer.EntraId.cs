namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    private static readonly Guid EntraConsumers = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    /// <summary>
    /// One tenant of Microsoft Entra ID, with access tokens of version 2.0 (<c>requestedAccessTokenVersion</c> 2 in the
    /// manifest of the API), as <see href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"/>
    /// and <see href="https://learn.microsoft.com/entra/identity-platform/access-tokens"/> describe them.
    /// </summary>
    /// <remarks>
    /// <para>What is looser than the defaults, and what stands in for it. <see cref="TokenTypes"/> is <c>JWT</c>, the only one
    /// that Entra writes, for ID tokens too: so the client (<c>azp</c>), which ID tokens do not have, is required, and
    /// <c>ver</c> must be <c>2.0</c>. Tokens have no <c>jti</c>: <c>uti</c>, which identifies them instead, is required.
    /// <see cref="MaxTokenLifetime"/> is 95 minutes: a lifetime is drawn between 60 and 90 minutes
    /// (<see href="https://learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes"/>), and <c>iat</c> may lie
    /// 5 minutes before the issue.</para>
    /// <para>In a national cloud (<see href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud"/>)
    /// change the host in <see cref="Issuer"/> and <see cref="MetadataAddress"/>.</para>
    /// </remarks>
    /// <param name="tenantId">The id of the tenant, a GUID, as it stands in <c>iss</c>.</param>
    /// <param name="audience">The application (client) id of the API, which <c>aud</c> of these tokens always is. Give the API a registration of its own, in which nobody signs in.</param>
    /// <exception cref="ArgumentException">The tenant is not one tenant's id, or the audience is empty.</exception>
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
            TokenTypes = { [0] = "JWT" },
            RequiredClaims = { [0] = "uti" },
            RequireClientId = true,
            RequiredClaimValues = { ["ver"] = ["2.0"] },
            MaxTokenLifetime = TimeSpan.FromMinutes(95),
        };
    }

    private static Guid EntraTenant(string tenantId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenantId);
        if (tenantId.ToUpperInvariant() is "COMMON" or "ORGANIZATIONS" or "CONSUMERS" || (Guid.TryParse(tenantId, out var id) && id == EntraConsumers))
        {
            throw new ArgumentException(
                $"\"{tenantId}\" stands for accounts of anybody, not for one tenant. Write the id of the tenant whose users may come in; for several, add an issuer for each.",
                nameof(tenantId));
        }

        return Guid.TryParseExact(tenantId, "D", out var tenant) && tenant != Guid.Empty
            ? tenant
            : throw new ArgumentException(
                "Write the id of the tenant, a GUID such as \"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\": iss names the tenant so, never by a domain. It stands in the Entra admin center under Overview.",
                nameof(tenantId));
    }
}
