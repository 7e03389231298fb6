using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;

namespace HipaaJwt.Policy;

/// <summary>Builds the policy of one issuer and collects the problems of its options.</summary>
internal static class IssuerPolicyBuilder
{
    /// <summary>Tokens of Microsoft Entra ID with continuous access evaluation are valid for up to 28 hours.</summary>
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(28);

    public static IssuerPolicy Build(
        string trust, HipaaJwtOptions options, TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        Validate(issuer, path, problems);
        var values = ClaimValuesOf(issuer);
        ImmutableArray<RequiredClaimValue[]> rivals = [.. SharedIssuers.Rivals(options, issuer).Select(ClaimValuesOf)];
        return new IssuerPolicy
        {
            Trust = trust,
            Issuer = issuer.Name,
            Aliases = [.. issuer.IssuerAliases.OfType<string>()],
            Discriminators = rivals.IsEmpty ? [] : [.. values],
            Rivals = rivals,
            Audiences = [.. issuer.Audiences.OfType<string>()],
            Algorithms = [.. AlgorithmsOf(issuer, path.Member(nameof(TrustedIssuer.Algorithms)), problems).Distinct()],
            TokenTypes = [.. issuer.TokenTypes.OfType<string>()],
            AllowMissingTokenType = issuer.AllowMissingTokenType,
            AudienceClaim = issuer.AudienceClaim ?? string.Empty,
            Identity = IdentityClaimsBuilder.Build(issuer, path, problems),
            RequiredClaims = [.. RequiredClaimsOf(issuer)],
            RequireClientId = issuer.RequireClientId,
            RequiredClaimValues = [.. values],
            LogsRejectedClaims = options.LogIssuerAndAudienceOfRejectedTokensInDevelopment,
            ClockSkew = options.ClockSkew,
            MaxTokenLifetime = issuer.MaxTokenLifetime ?? options.MaxTokenLifetime,
            IsDevelopment = issuer.IsDevelopment,
            RequireEncryption = issuer.RequireEncryption,
            RequireSenderConstraint = issuer.RequireSenderConstraint,
            RequireSingleUse = issuer.RequireSingleUse,
            Logout = LogoutRulesBuilder.Build(issuer, path, problems),
        };
    }

    private static void Validate(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        if (string.IsNullOrWhiteSpace(issuer.Name))
        {
            problems.Add(
                path.Member(nameof(issuer.Issuer)),
                "is empty. Set it to the exact value of the iss claim of the issuer's tokens.");
        }
        else if (issuer.Name != issuer.Name.Trim())
        {
            problems.Add(
                path.Member(nameof(issuer.Issuer)),
                $"is \"{issuer.Name}\", which begins or ends with white space. Remove the white space.");
        }

        if (string.IsNullOrWhiteSpace(issuer.AudienceClaim))
        {
            problems.Add(
                path.Member(nameof(issuer.AudienceClaim)),
                "is empty. Write the claim that contains the audience. For most providers it is \"aud\".");
        }

        if (issuer is { MaxTokenLifetime: { } lifetime, IsDevelopment: false })
        {
            problems.CheckRange(
                path.Member(nameof(issuer.MaxTokenLifetime)), lifetime, TimeSpan.FromTicks(1), MaxLifetime, ", or remove it");
        }

        ValidateLists(issuer, path, problems);
        ValidateClaimValues(issuer, path.Member(nameof(issuer.RequiredClaimValues)), problems);
        ValidateSingleUse(issuer, path, problems);
    }

    private static void ValidateLists(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        var (audiences, tokenTypes) = (path.Member(nameof(issuer.Audiences)), path.Member(nameof(issuer.TokenTypes)));
        problems.CheckNotEmpty(
            audiences, issuer.Audiences, "Add the name of this service as the issuer writes it into the aud claim.");
        problems.CheckEntries(audiences, issuer.Audiences);
        problems.CheckNotEmpty(
            path.Member(nameof(issuer.Algorithms)),
            issuer.Algorithms,
            "Add the algorithms that the issuer signs with, such as ES256. There is no default.");
        problems.CheckEntries(path.Member(nameof(issuer.IssuerAliases)), issuer.IssuerAliases);
        problems.CheckEntries(tokenTypes, issuer.TokenTypes);
        TokenTypeNames.Validate(tokenTypes, issuer.TokenTypes, problems);
        problems.CheckEntries(path.Member(nameof(issuer.RequiredClaims)), issuer.RequiredClaims);
        if (!issuer.AllowMissingTokenType)
        {
            problems.CheckNotEmpty(tokenTypes, issuer.TokenTypes, "Add the typ of the issuer's access tokens, such as \"at+jwt\".");
        }
    }

    private static void ValidateClaimValues(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        foreach (var (name, values) in issuer.RequiredClaimValues)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                problems.Add(path, "has an empty name. Remove it.");
            }

            if (values is null or [])
            {
                problems.Add(path.Item(name), "is empty, so every token would be rejected. Add the values that are allowed, or remove it.");
            }

            problems.CheckEntries(path.Item(name), values ?? []);
        }
    }

    private static void ValidateSingleUse(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        if (issuer.RequireSingleUse && !RequiredClaimsOf(issuer).Contains(issuer.TokenIdClaim))
        {
            problems.Add(
                path.Member(nameof(issuer.RequireSingleUse)),
                $"identifies tokens by their {issuer.TokenIdClaim} claim, which RequiredClaims does not contain. "
                + $"Add \"{issuer.TokenIdClaim}\" to RequiredClaims.");
        }
    }

    /// <summary>The required claims. <c>jti</c> stands for the claim that identifies the token.</summary>
    private static IEnumerable<string> RequiredClaimsOf(TrustedIssuer issuer) => issuer.RequiredClaims.OfType<string>()
        .Select(name => name == ClaimNames.JwtId ? issuer.TokenIdClaim ?? name : name)
        .Distinct(StringComparer.Ordinal);

    private static RequiredClaimValue[] ClaimValuesOf(TrustedIssuer issuer) =>
    [
        .. from name in issuer.RequiredClaimValues.Keys
           select new RequiredClaimValue(name, [.. (issuer.RequiredClaimValues[name] ?? []).OfType<string>()]),
    ];

    private static IEnumerable<JwsAlgorithmRow> AlgorithmsOf(TrustedIssuer issuer, OptionPath path, OptionProblems problems)
    {
        for (var i = 0; i < issuer.Algorithms.Count; i++)
        {
            var algorithm = issuer.Algorithms[i];
            if (JwsAlgorithms.TryFind(algorithm, out var row))
            {
                yield return row;
            }
            else if (issuer.Algorithms.IndexOf(algorithm) == i)
            {
                problems.Add(path, $"contains {algorithm}, which is not a supported algorithm. Use a member of JwsAlgorithm.");
            }
        }
    }
}
