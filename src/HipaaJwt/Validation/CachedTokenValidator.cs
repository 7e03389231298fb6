using HipaaJwt.Policy;

namespace HipaaJwt.Validation;

/// <summary>
/// Validates a cached token. The cache has already compared the snapshot and the time, so only the age of its key and the claim checks
/// of the application remain.
/// </summary>
internal static class CachedTokenValidator
{
    public static Verdict Validate(ValidatedJwt token, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        var source = token.Key.Source;
        if (!source.IsCurrent(now))
        {
            source.RequestRefresh();
            return Verdict.Rejected(new JwtError(JwtErrorCode.KeysUnavailable));
        }

        var error = snapshot.Policy.Checks.RunAdded(token.Claims, new ClaimCheckContext(token.Policy, now, token.WasEncrypted));
        return error.IsNone ? Verdict.Accepted(token) : Verdict.Rejected(error, token.Policy, token.Claims);
    }
}
