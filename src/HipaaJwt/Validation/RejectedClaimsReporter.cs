using System.Collections.Concurrent;
using HipaaJwt.Diagnostics;
using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Validation;

/// <summary>
/// Helps to find a wrong issuer or audience in the options. A difference by a trailing slash is logged once, without data of the token.
/// In development, an option shows both values of each rejected token. The signature of these tokens is valid.
/// </summary>
internal sealed class RejectedClaimsReporter
{
    private readonly GuardedLogger _logger;
    private readonly ConcurrentDictionary<string, bool> _reportedSlashes = new(StringComparer.Ordinal);

    public RejectedClaimsReporter(ILogger<RejectedClaimsReporter> logger) => _logger = new GuardedLogger(logger);

    /// <summary>Reports the issuer or the audience if the token was rejected because of it.</summary>
    public void Report(JwtError error, IssuerPolicy? policy, ClaimsSet? claims)
    {
        if (policy is null || claims is null)
        {
            return;
        }

        switch (error.Code)
        {
            case JwtErrorCode.IssuerNotAllowed:
                Report(error, policy, [.. policy.Aliases, policy.Issuer], claims.Issuer is { } issuer ? [issuer] : []);
                break;
            case JwtErrorCode.AudienceNotAllowed:
                Report(error, policy, policy.Audiences, AudiencesOf(error, policy, claims));
                break;
        }
    }

    private static IReadOnlyList<string> AudiencesOf(JwtError error, IssuerPolicy policy, ClaimsSet claims) =>
        policy.Utf8AudienceClaim is not null && error.Member == policy.AudienceClaim
            ? claims.GetStrings(policy.AudienceClaim)
            : claims.Audiences;

    private void Report(JwtError error, IssuerPolicy policy, IReadOnlyCollection<string> expected, IReadOnlyCollection<string> found)
    {
        var (code, claim, trust) = (error.Code.ToString(), error.Member ?? string.Empty, Policy.Trust.Describe(policy.Trust));
        if (policy.LogsRejectedClaims)
        {
            Log.RejectedClaim(
                _logger,
                policy.Issuer,
                trust,
                code,
                claim,
                string.Join(", ", expected.Select(PublishedText.Quote)),
                string.Join(", ", found.Select(PublishedText.Quote)));
        }

        foreach (var configured in expected.Where(text => found.Any(other => other.TrimEnd('/') == text.TrimEnd('/'))))
        {
            if (_reportedSlashes.TryAdd(string.Join('\n', policy.Trust, policy.Issuer, claim, configured), true))
            {
                Log.TrailingSlash(_logger, policy.Issuer, trust, code, claim, configured);
            }
        }
    }
}
