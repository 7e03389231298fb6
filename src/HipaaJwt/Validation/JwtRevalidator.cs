using HipaaJwt.Keys;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;

namespace HipaaJwt.Validation;

/// <summary>Checks a validated token against the current snapshot of its trust.</summary>
internal sealed class JwtRevalidator : IJwtRevalidator
{
    private static readonly JwtError KeyNotFound = new(JwtErrorCode.KeyNotFound, "kid");

    private readonly Trust[] _trusts;
    private readonly RevocationGuard? _revocation;
    private readonly TimeProvider _time;

    public JwtRevalidator(IEnumerable<Trust> trusts, TimeProvider time, RevocationGuard? revocation = null)
    {
        _revocation = revocation;
        _trusts = [.. trusts];
        _time = time;
    }

    public JwtError Revalidate(ValidatedJwt token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (PoliciesOf(token.Policy.Trust) is not { } policies)
        {
            return KeyNotFound;
        }

        var (snapshot, now) = (policies.Current, _time.GetUtcNow());
        if (_revocation?.Check(token, now) is { IsNone: false } revoked)
        {
            return revoked;
        }

        if (snapshot.Keys.Contains(token.Key))
        {
            return CheckSource(token.Key, now) is { IsNone: false } error
                ? error
                : snapshot.Policy.Checks.RunForUse(token.Claims, ContextOf(token, token.Key, now));
        }

        var last = KeyNotFound;
        foreach (var successor in SuccessorsOf(token.Key, snapshot.Keys))
        {
            last = Revalidate(token, successor, snapshot, now);
            if (last.IsNone)
            {
                break;
            }
        }

        return last;
    }

    /// <summary>Finds a trust by its name. There are few, so a loop is faster than a table, also at start.</summary>
    private ValidationPolicyProvider? PoliciesOf(string name)
    {
        foreach (var trust in _trusts)
        {
            if (trust.Name == name)
            {
                return trust.Policies;
            }
        }

        return null;
    }

    /// <summary>Checks all claims, because the rules may be others than those of the validation.</summary>
    private static JwtError Revalidate(ValidatedJwt token, VerificationKey successor, ValidationSnapshot snapshot, DateTimeOffset now) =>
        CheckSource(successor, now) is { IsNone: false } error
            ? error
            : snapshot.Policy.Checks.Run(token.Claims, ContextOf(token, successor, now));

    private static JwtError CheckSource(VerificationKey key, DateTimeOffset now)
    {
        if (key.Source.IsCurrent(now))
        {
            return JwtError.None;
        }

        key.Source.RequestRefresh();
        return new JwtError(JwtErrorCode.KeysUnavailable);
    }

    /// <summary>Finds the same key in the current ring. Several entries with the same issuer may have it.</summary>
    private static IEnumerable<VerificationKey> SuccessorsOf(VerificationKey key, KeyRing ring) => ring.Serves(key)
        ? ring.Keys.Where(candidate => candidate.Thumbprint == key.Thumbprint && candidate.Issuer.Issuer == key.Issuer.Issuer)
        : [];

    private static ClaimCheckContext ContextOf(ValidatedJwt token, VerificationKey key, DateTimeOffset now) =>
        new(key.Issuer, now, token.WasEncrypted);
}
