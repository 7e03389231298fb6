using HipaaJwt.Checks;
using HipaaJwt.Claims;
using HipaaJwt.Issuers;
using HipaaJwt.Permissions;
using HipaaJwt.Policy;

namespace HipaaJwt.Logout;

/// <summary>
/// Derives the rules for logout tokens from those for access tokens: the same issuers, keys and algorithms with another <c>typ</c>,
/// other audiences and other claim checks. The keys of both never meet in one ring, so neither kind of token passes as the other.
/// </summary>
internal static class LogoutSnapshot
{
    private const string TokenType = "logout+jwt";
    private const string PlainType = "JWT";

    private static readonly PermissionMap NoPermissions = new PermissionMapBuilder().Build();

    public static ValidationSnapshot Derive(ValidationSnapshot source)
    {
        var issuers = source.Policy.Issuers
            .Where(issuer => issuer.Logout is not null)
            .ToDictionary(issuer => issuer, issuer => Derive(issuer, issuer.Logout!));
        var policy = source.Policy with
        {
            Issuers = [.. issuers.Values],
            PinnedKeys =
            [
                .. source.Policy.PinnedKeys
                    .Where(key => issuers.ContainsKey(key.Issuer))
                    .Select(key => key.For(issuers[key.Issuer])),
            ],
            Checks = ClaimChecks.OfLogoutTokens,
            Permissions = NoPermissions,
            HasTokenUseChecks = false,
            PhiClaimWarnings = null,
        };
        return source.With(policy,
        [
            .. source.RemoteIssuers
                .Where(remote => issuers.ContainsKey(remote.Issuer))
                .Select(remote => remote with { Issuer = issuers[remote.Issuer] }),
        ]);
    }

    /// <summary>
    /// Tokens of a subject are revoked by the claim that names it in access tokens, so a logout token must name it by the same claim.
    /// </summary>
    private static IssuerPolicy Derive(IssuerPolicy issuer, LogoutRules rules) => new()
    {
        Trust = issuer.Trust,
        Issuer = issuer.Issuer,
        Aliases = issuer.Aliases,
        Audiences = rules.Audiences,
        Algorithms = issuer.Algorithms,
        TokenTypes = rules.AllowUntyped ? [TokenType, PlainType] : [TokenType],
        AllowMissingTokenType = rules.AllowUntyped,
        Identity = new IdentityClaims(subject: issuer.Identity.Subject),
        RequiredClaims = [],
        ClockSkew = issuer.ClockSkew,
        MaxTokenLifetime = issuer.MaxTokenLifetime,
        Logout = rules,
    };
}
