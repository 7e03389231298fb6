using HipaaJwt.Issuers;

namespace HipaaJwt.Policy;

/// <summary>Builds the rules for the logout tokens of one issuer and collects the problems of their options.</summary>
internal static class LogoutRulesBuilder
{
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <returns>Null if logout tokens of the issuer are rejected.</returns>
    public static LogoutRules? Build(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        problems.CheckEntries(path.Member(nameof(issuer.LogoutAudiences)), issuer.LogoutAudiences);
        problems.CheckRange(path.Member(nameof(issuer.MaxLogoutTokenAge)), issuer.MaxLogoutTokenAge, MinAge, MaxAge);
        return issuer.LogoutAudiences.Count == 0
            ? null
            : new LogoutRules(
                [.. issuer.LogoutAudiences.OfType<string>()],
                issuer.AllowUntypedLogoutTokens,
                issuer.AllowLogoutTokensWithoutExpiration,
                issuer.MaxLogoutTokenAge);
    }

    /// <summary>A logout token does not contain the claims that distinguish entries with the same issuer.</summary>
    public static void ValidateShared(IReadOnlyList<IssuerPolicy> issuers, OptionPaths paths, OptionProblems problems)
    {
        for (var index = 0; index < issuers.Count; index++)
        {
            if (issuers[index].Logout is not null
                && issuers.Take(index).Any(earlier => earlier.Logout is not null && earlier.Names.Intersect(issuers[index].Names).Any()))
            {
                problems.Add(
                    paths.OfIssuer(index).Member(nameof(TrustedIssuer.LogoutAudiences)),
                    "is set for an issuer that an earlier entry has too, so a logout token would belong to both. "
                    + "Set LogoutAudiences of one of the entries, with the client identifiers of all.");
            }
        }
    }
}
