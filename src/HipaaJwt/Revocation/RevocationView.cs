using System.Security.Cryptography;

namespace HipaaJwt.Revocations;

/// <summary>
/// What this instance knows of the log of revocations. Checks take no lock and do not wait. Without a lease, all tokens are rejected.
/// </summary>
internal sealed class RevocationView
{
    private readonly RevocationTable _table = new();
    private readonly Lock _writeLock = new();
    private volatile RevocationLease? _lease;
    private volatile bool _hasSubjects;
    private volatile bool _hasIssuers;
    private long _floor;

    /// <summary>Changes with each addition. It starts at random, because a token may have been checked against another view.</summary>
    private long _generation = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>The number of revocations in memory.</summary>
    public int Count
    {
        get
        {
            lock (_writeLock)
            {
                return _table.Count;
            }
        }
    }

    /// <summary>The lease of the last successful read; null before the first.</summary>
    public RevocationLease? Lease => _lease;

    /// <summary>Checks whether a token is revoked.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">The current time of the clock.</param>
    public JwtError Check(ValidatedJwt token, DateTimeOffset now)
    {
        // The lease is read before the entries: they contain at least what its read of the log has returned.
        if (_lease is not { } lease || !lease.Covers(now))
        {
            return new JwtError(JwtErrorCode.RevocationUnavailable);
        }

        var generation = Volatile.Read(ref _generation);
        return token.RevocationMark is { } mark && mark.Generation == generation ? JwtError.None : Check(token, generation);
    }

    /// <summary>Adds revocations, and the floor of the log.</summary>
    public void Add(IReadOnlyList<LoggedRevocation> revocations, DateTimeOffset? floor)
    {
        lock (_writeLock)
        {
            var isChanged = false;
            var floorSeconds = floor is { } time ? ToSecondsRoundedUp(time) : 0;
            if (floorSeconds > _floor)
            {
                Volatile.Write(ref _floor, floorSeconds);
                isChanged = true;
            }

            for (var index = 0; index < revocations.Count; index++)
            {
                isChanged |= Add(revocations[index]);
            }

            if (isChanged)
            {
                Volatile.Write(ref _generation, _generation + 1);
            }
        }
    }

    /// <summary>Sets the lease after all entries of the read have been added.</summary>
    public void Renew(RevocationLease lease) => _lease = lease;

    /// <summary>Removes revocations that have expired.</summary>
    /// <param name="now">The current time of the store's clock.</param>
    public void Prune(DateTimeOffset now)
    {
        lock (_writeLock)
        {
            _table.Prune((uint)Math.Clamp(now.ToUnixTimeSeconds(), 0, uint.MaxValue));
        }
    }

    private static RevocationMark CreateMark(ValidatedJwt token)
    {
        var issuer = token.Policy.Utf8Issuer;
        return new RevocationMark(
            token.Id is { } id ? RevocationDigest.Compute(RevocationKind.Token, issuer, id) : null,
            token.SessionId is { } session ? RevocationDigest.Compute(RevocationKind.Session, issuer, session) : null);
    }

    private static uint ToSecondsRoundedUp(DateTimeOffset time) =>
        (uint)Math.Clamp(time.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds(), 1, uint.MaxValue);

    private JwtError Check(ValidatedJwt token, long generation)
    {
        var mark = token.RevocationMark ??= CreateMark(token);
        var error = Find(token, mark);
        if (error.IsNone)
        {
            mark.Generation = generation;
        }

        return error;
    }

    private JwtError Find(ValidatedJwt token, RevocationMark mark)
    {
        if (mark.Token is { } id && _table.Find(id) != 0)
        {
            return new JwtError(JwtErrorCode.TokenRevoked, token.Policy.Identity.TokenId);
        }

        if (mark.Session is { } session && _table.Find(session) != 0)
        {
            return new JwtError(JwtErrorCode.SessionEnded, "sid");
        }

        // The issuer's clock is not the store's, so its tolerance applies.
        var issuedAt = token.Claims.Registered.IssuedAt!.Value.Floor.ToUnixTimeSeconds();
        var revokedAt = issuedAt - (long)Math.Ceiling(token.Policy.ClockSkew.TotalSeconds);
        return revokedAt <= Volatile.Read(ref _floor)
            || (_hasIssuers && revokedAt <= Find(RevocationKind.Issuer, token, string.Empty))
            || (_hasSubjects && revokedAt <= Find(RevocationKind.Subject, token, token.Subject))
                ? new JwtError(JwtErrorCode.TokenRevoked, "iat")
                : JwtError.None;
    }

    private long Find(RevocationKind kind, ValidatedJwt token, string identifier) =>
        _table.Find(RevocationDigest.Compute(kind, token.Policy.Utf8Issuer, identifier)) is var revokedAt and not 0
            ? revokedAt
            : long.MinValue;

    private bool Add(LoggedRevocation revocation)
    {
        var expiresAt = (uint)Math.Clamp(revocation.ExpiresAt.ToUnixTimeSeconds(), 0, uint.MaxValue);
        var isNew = _table.Add(revocation.Key, ToSecondsRoundedUp(revocation.RevokedAt), expiresAt);
        _hasSubjects |= revocation.Kind == RevocationKind.Subject;
        _hasIssuers |= revocation.Kind == RevocationKind.Issuer;
        return isNew;
    }
}
