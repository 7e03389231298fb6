using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Policy;

namespace HipaaJwt.Hosting;

/// <summary>Finds the weak options of a trust. Each has a path, the risk and the remedy.</summary>
internal static class TrustWeaknesses
{
    /// <summary>The number of rules that a warning names.</summary>
    private const int MaxNamedRules = 3;

    private static readonly TimeSpan MaxRecommendedClockSkew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MaxRecommendedLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static IEnumerable<Weakness> Of(Trust trust, DateTimeOffset now)
    {
        var (options, policy) = (trust.Policies.StartOptions, trust.Policies.Current.Policy);
        var paths = new OptionPaths(options, trust.Name);

        // The report of development tokens names what their issuers give up.
        return policy.Issuers.SelectMany((issuer, index) => issuer.IsDevelopment ? [] : OfIssuer(issuer, paths.OfIssuer(index), options))
            .Concat(OfKeys(policy, options, paths))
            .Concat(CertificateWeaknesses.Of(options, paths, now))
            .Concat(OfRemoteKeys(policy, paths))
            .Concat(OfLimits(options, paths))
            .Concat(OfPermissions(trust.Name, policy));
    }

    private static IEnumerable<Weakness> OfIssuer(IssuerPolicy issuer, OptionPath path, HipaaJwtOptions options)
    {
        if (issuer.AllowMissingTokenType)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.AllowMissingTokenType)),
                "a token that the issuer made for another purpose may be accepted as an access token. "
                + "Set it to false if the issuer's access tokens have a typ.");
        }

        if (issuer.Utf8AudienceClaim is not null)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.AudienceClaim)),
                $"a token without aud is accepted by its {issuer.AudienceClaim}, although it may be meant for another service. "
                + "Set it to aud if the issuer can write one.");
        }

        if (issuer.Identity.AllowClientAsSubject)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.AllowClientAsSubject)),
                "a client whose identifier equals that of a user has the same subject as that user. "
                + "Set it to false if the issuer can write a subject into tokens of clients.");
        }

        if (issuer.MaxTokenLifetime > MaxRecommendedLifetime && issuer.MaxTokenLifetime != options.MaxTokenLifetime)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.MaxTokenLifetime)),
                issuer.MaxTokenLifetime > Day
                    ? $"a stolen token of this issuer can be used for {issuer.MaxTokenLifetime}, longer than a day. "
                        + "Reject revoked tokens at each use, or set it to 1 hour or less."
                    : "a stolen token of this issuer can be used for more than 1 hour. Set it to 1 hour or less.");
        }

        foreach (var weakness in OfLogout(issuer, path))
        {
            yield return weakness;
        }

        if (issuer.Algorithms.Any(algorithm => algorithm.Family == KeyFamily.Symmetric))
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.Algorithms)),
                "with HMAC, everybody who can verify a token can also forge one. Use an asymmetric algorithm, such as ES256.");
        }
    }

    private static IEnumerable<Weakness> OfLogout(IssuerPolicy issuer, OptionPath path)
    {
        if (issuer.Logout is not { } logout)
        {
            yield break;
        }

        if (logout.AllowUntyped)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.AllowUntypedLogoutTokens)),
                "only its claims distinguish a logout token from other tokens of the issuer. "
                + "Set it to false if the issuer writes the typ logout+jwt.");
        }

        if (logout.AllowMissingExpiration)
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.AllowLogoutTokensWithoutExpiration)),
                "a logout token is accepted for as long as MaxLogoutTokenAge allows. Set it to false if the issuer writes exp.");
        }

        if (!issuer.RequiredClaims.Contains("sid", StringComparer.Ordinal))
        {
            yield return new Weakness(
                path.Member(nameof(TrustedIssuer.LogoutAudiences)),
                "an access token without sid stays valid when the issuer logs out its session. "
                + "Configure the issuer to write sid into access tokens, and add \"sid\" to RequiredClaims.");
        }
    }

    private static IEnumerable<Weakness> OfKeys(
        ValidationPolicy policy, HipaaJwtOptions options, OptionPaths paths)
    {
        foreach (var key in policy.PinnedKeys.Where(key => key.HadPrivateParts))
        {
            var issuer = paths.OfIssuer(policy.Issuers.IndexOf(key.Issuer));
            yield return new Weakness(
                issuer.Member(nameof(TrustedIssuer.SigningKeys)),
                $"the key {key.KeyId ?? "(no kid)"} contains its private part, so everybody who reads this service's memory or "
                + "configuration can sign tokens. Remove the private part.");
        }

        foreach (var key in policy.PinnedKeys)
        {
            if (policy.RemoteKeys.FirstOrDefault(remote => remote.Issuer == key.Issuer) is { } remote)
            {
                yield return new Weakness(
                    paths.OfIssuer(policy.Issuers.IndexOf(key.Issuer)).Member(nameof(TrustedIssuer.SigningKeys)),
                    $"the key {key.KeyId ?? "(no kid)"} stays trusted even if the issuer removes it from {remote.Address}. "
                    + "Remove it from SigningKeys, or remove the address.");
            }
        }

        if (options.Decryption.ConfigurationPaths.Count > 0)
        {
            yield return new Weakness(
                paths.Of("Decryption", "Keys"),
                "configuration contains a decryption key, so everybody who reads it can decrypt tokens. "
                + "Load the key from a vault in code.");
        }
    }

    private static IEnumerable<Weakness> OfRemoteKeys(ValidationPolicy policy, OptionPaths paths) =>
        from keys in policy.RemoteKeys
        where keys.AllowPlainHttp
        select new Weakness(
            paths.OfIssuer(policy.Issuers.IndexOf(keys.Issuer)).Member(nameof(TrustedIssuer.AllowKeysOverPlainHttp)),
            "anybody on the network path can replace the issuer's keys and forge tokens. Set it to false, and use https.");

    private static IEnumerable<Weakness> OfLimits(HipaaJwtOptions options, OptionPaths paths)
    {
        if (options.ClockSkew > MaxRecommendedClockSkew)
        {
            yield return new Weakness(
                paths.Of("ClockSkew"),
                "an expired token is accepted for more than 2 minutes. Synchronize the clocks, and set it to 2 minutes or less.");
        }

        if (options.MaxTokenLifetime > MaxRecommendedLifetime)
        {
            yield return new Weakness(
                paths.Of("MaxTokenLifetime"),
                "a stolen token can be used for more than 1 hour. Set it to 1 hour or less.");
        }

        if (options.LogIssuerAndAudienceOfRejectedTokensInDevelopment)
        {
            yield return new Weakness(
                paths.Of(nameof(options.LogIssuerAndAudienceOfRejectedTokensInDevelopment)),
                "the log contains the issuer and the audience of rejected tokens. Set it to false when you have found the mistake.");
        }

        if (options.Audit.IncludePatientData)
        {
            yield return new Weakness(
                paths.Of("Audit", "IncludePatientData"),
                "logs and telemetry contain patient data, so everything that stores them stores PHI. Set it to false.");
        }
    }

    /// <summary>Rules for scopes are left out: a scope says what a client may ask of the service, not what a person is.</summary>
    private static IEnumerable<Weakness> OfPermissions(string trust, ValidationPolicy policy)
    {
        var issuers = policy.Issuers.Count(issuer => !issuer.IsDevelopment);
        if (issuers < 2)
        {
            yield break;
        }

        var code = trust.Length == 0 ? "AddPermissions" : $"AddHipaaJwt(\"{trust}\").AddPermissions";
        foreach (var section in policy.Permissions.RulesOfEveryIssuer.GroupBy(rule => rule.Section))
        {
            string[] rules = [.. section.Select(rule => rule.ToString()).Distinct(StringComparer.Ordinal)];
            var more = rules.Length > MaxNamedRules ? $" and {rules.Length - MaxNamedRules} more" : string.Empty;
            yield return new Weakness(
                section.Key ?? code,
                $"the rules for roles and claims ({string.Join(", ", rules.Take(MaxNamedRules))}{more}) apply to the tokens of all "
                + $"{issuers} issuers, so each issuer can grant their permissions. "
                + $"Move each rule into {(section.Key is null ? "ForIssuer" : "ForIssuers")} of the issuer that may grant it.");
        }
    }
}
