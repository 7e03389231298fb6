using HipaaJwt.Policy;

namespace HipaaJwt.Validation;

/// <summary>
/// Validates a cached token: the cache has compared the snapshot and the time, so the age of its key and the checks of the
/// application are left.
/// </summary>
internal static class RememberedToken
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
