using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Policy;

/// <summary>
/// Validates entries with the same issuer, such as the policies of Azure AD B2C. Each token must belong to one entry by a required claim
/// value, so that the keys of one entry never serve the tokens of another.
/// </summary>
internal static class SharedIssuers
{
    /// <summary>Finds the other entries with the same issuer.</summary>
    public static IEnumerable<TrustedIssuer> Rivals(HipaaJwtOptions options, TrustedIssuer issuer) =>
        options.Issuers.Where(other => other is not null && other != issuer && NamesOf(other).Intersect(NamesOf(issuer)).Any());

    public static void Validate(
        IReadOnlyList<IssuerPolicy> issuers, IReadOnlyList<RemoteKeySettings> remoteKeys, OptionPaths paths, OptionProblems problems)
    {
        var shared = issuers.SelectMany(issuer => issuer.Aliases.Add(issuer.Issuer).Distinct().Select(name => new Named(name, issuer)))
            .GroupBy(named => named.Name, named => named.Issuer, StringComparer.Ordinal)
            .Where(group => group.Count() > 1);
        foreach (var group in shared)
        {
            if (!AreDistinguished([.. group]))
            {
                problems.Add(
                    paths.Of("Issuers"),
                    $"contains \"{group.Key}\" more than once. Write one entry for each issuer, with all its keys and audiences."
                    + (group.All(issuer => issuer.RequiredClaimValues.IsEmpty)
                        ? string.Empty
                        : " Or give each entry other values of one claim in RequiredClaimValues."));
            }

            if (remoteKeys.Where(keys => group.Contains(keys.Issuer)).GroupBy(keys => keys.Address).Any(keys => keys.Count() > 1))
            {
                problems.Add(
                    paths.Of("Issuers"),
                    $"contains \"{group.Key}\" more than once with the same address of keys. Write one entry for each address.");
            }
        }
    }

    private static bool AreDistinguished(IssuerPolicy[] issuers)
    {
        for (var i = 0; i < issuers.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!AreDistinguished(issuers[i], issuers[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Whether no token belongs to both entries: they allow different values of one claim, or each requires a claim that tells policies
    /// apart in its own way, such as <c>tfp</c> and <c>acr</c>.
    /// </summary>
    private static bool AreDistinguished(IssuerPolicy first, IssuerPolicy second) =>
        first.RequiredClaimValues.Any(one => second.RequiredClaimValues.Any(other =>
            one.Name == other.Name && !one.Values.Intersect(other.Values, StringComparer.Ordinal).Any()))
        || (DiffersFrom(first, second) && DiffersFrom(second, first));

    private static bool DiffersFrom(IssuerPolicy first, IssuerPolicy second) =>
        first.RequiredClaimValues.Any(one => second.RequiredClaimValues.All(other => other.Name != one.Name));

    private static IEnumerable<string> NamesOf(TrustedIssuer issuer) =>
        issuer.IssuerAliases.Append(issuer.Name).OfType<string>();

    private sealed record Named(string Name, IssuerPolicy Issuer);
}
