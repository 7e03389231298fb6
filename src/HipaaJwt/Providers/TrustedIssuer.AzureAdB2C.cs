using HipaaJwt.Providers;

namespace HipaaJwt;

public sealed partial class TrustedIssuer
{
    /// <summary>
    /// Creates an issuer for one user flow or custom policy of an Azure AD B2C tenant
    /// (<see href="https://learn.microsoft.com/azure/active-directory-b2c/tokens-overview"/>).
    /// </summary>
    /// <remarks>
    /// <para>All policies of a tenant have the same issuer, and each has its own keys. Add one issuer for each policy. The claim
    /// <c>tfp</c> or <c>acr</c> must name the policy, so that the keys of one policy never serve the tokens of another.</para>
    /// <para>The preset relaxes defaults and compensates for that. <see cref="TokenTypes"/> is <c>JWT</c>, also the type of ID tokens. So a
    /// client (<c>azp</c>) and <c>scp</c>, which ID tokens do not contain, are required. Tokens have no <c>jti</c>, so none is
    /// required.</para>
    /// <para>For a custom domain, change the host in <see cref="Issuer"/> and <see cref="MetadataAddress"/>.</para>
    /// </remarks>
    /// <param name="tenantName">The name of the tenant, such as <c>clinic</c> for <c>clinic.onmicrosoft.com</c>.</param>
    /// <param name="tenantId">The ID of the tenant, a GUID, as in <c>iss</c>.</param>
    /// <param name="policy">The name of the user flow or custom policy, such as <c>B2C_1_signin</c>.</param>
    /// <param name="audience">The application (client) ID of the API.</param>
    /// <param name="policyClaim">
    /// The claim that names the policy: <c>tfp</c> by default, or <c>acr</c> if the policy is configured so.
    /// </param>
    /// <returns>A new issuer that fetches its keys. Change its properties as needed.</returns>
    /// <exception cref="ArgumentException">
    /// The tenant or policy has the wrong form, the claim is neither <c>tfp</c> nor <c>acr</c>, or an argument is null or empty.
    /// </exception>
    /// <example>
    /// <code>
    /// options.Issuers.Add(TrustedIssuer.ForAzureAdB2C(
    ///     "clinic", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "B2C_1_signin", "11111111-2222-3333-4444-555555555555"));
    /// </code>
    /// </example>
    public static TrustedIssuer ForAzureAdB2C(
        string tenantName, string tenantId, string policy, string audience, string policyClaim = "tfp")
    {
        ProviderAddress.Segment(tenantName, nameof(tenantName), "clinic");
        var host = ProviderAddress.Host(tenantName + ".b2clogin.com", nameof(tenantName), "clinic");
        var tenant = EntraTenant(tenantId);
        ProviderAddress.Segment(policy, nameof(policy), "B2C_1_signin");
        ArgumentException.ThrowIfNullOrWhiteSpace(audience);
        if (policyClaim is not ("tfp" or "acr"))
        {
            throw new ArgumentException(
                $"\"{policyClaim}\" does not name the policy. Write \"tfp\", or \"acr\" if the policy is configured so.",
                nameof(policyClaim));
        }

        return new TrustedIssuer
        {
            Issuer = $"https://{host}/{tenant:D}/v2.0/",
            MetadataAddress = $"https://{host}/{tenant:D}/{policy}/v2.0/.well-known/openid-configuration",
            Audiences = { audience },
            Algorithms = { JwsAlgorithm.RS256 },
            RequireClientId = true,
            RequiredClaimValues = { [policyClaim] = PolicyNames(policy) },
        }.ReplaceTokenTypes("JWT").ReplaceRequiredClaims("scp");
    }

    /// <summary>The name of a policy ignores case. Tokens contain it as the policy is named, or in lower case.</summary>
    private static string[] PolicyNames(string policy)
    {
#pragma warning disable CA1308 // Azure AD B2C writes the name in lower case.
        var lower = policy.ToLowerInvariant();
#pragma warning restore CA1308
        return lower == policy ? [policy] : [policy, lower];
    }
}
