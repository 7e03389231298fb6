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
    private volatile bool _hasKeys;
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

    /// <summary>Whether any key was revoked.</summary>
    public bool HasKeys => _hasKeys;

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

    /// <summary>Checks whether the tokens of a session that are issued at a time are revoked.</summary>
    /// <param name="session">The issuer and its session.</param>
    /// <param name="issuedAt">The time of the issuance.</param>
    /// <param name="now">The current time of the clock.</param>
    public JwtError Check(in RevocableSession session, DateTimeOffset issuedAt, DateTimeOffset now)
    {
        if (_lease is not { } lease || !lease.Covers(now))
        {
            return new JwtError(JwtErrorCode.RevocationUnavailable);
        }

        return session.Id is { } id && Find(RevocationKind.Session, session.Utf8Issuer, id) != 0
            ? new JwtError(JwtErrorCode.SessionEnded, "sid")
            : CheckTime(session, issuedAt);
    }

    /// <summary>Whether the view contains a revocation, whatever its age.</summary>
    public bool IsRevoked(RevocationKind kind, byte[] issuer, string identifier) => Find(kind, issuer, identifier) != 0;

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

        return _hasKeys && token.Key.KeyId is { } key && Find(RevocationKind.Key, token.Policy.Utf8Issuer, key) > 0
            ? new JwtError(JwtErrorCode.TokenRevoked, "kid")
            : CheckTime(RevocableSession.Of(token), token.Claims.Registered.IssuedAt!.Value.Floor);
    }

    /// <summary>Checks the time of issuance against the revocations of subject and issuer, and against the floor.</summary>
    private JwtError CheckTime(in RevocableSession session, DateTimeOffset issuedAt)
    {
        var revokedUntil = Volatile.Read(ref _floor);
        if (_hasIssuers)
        {
            revokedUntil = Math.Max(revokedUntil, Find(RevocationKind.Issuer, session.Utf8Issuer, string.Empty));
        }

        if (_hasSubjects)
        {
            revokedUntil = Math.Max(revokedUntil, Find(RevocationKind.Subject, session.Utf8Issuer, session.Subject));
        }

        // The issuer's clock is not the store's, so its tolerance applies.
        return issuedAt.ToUnixTimeSeconds() - (long)Math.Ceiling(session.ClockSkew.TotalSeconds) <= revokedUntil
            && !(session.Id is { } id && Find(RevocationKind.SessionStart, session.Utf8Issuer, id) > revokedUntil)
                ? new JwtError(JwtErrorCode.TokenRevoked, "iat")
                : JwtError.None;
    }

    /// <returns>The time of the revocation or of the start, in seconds; 0 if there is none.</returns>
    private long Find(RevocationKind kind, byte[] issuer, string identifier) =>
        _table.Find(RevocationDigest.Compute(kind, issuer, identifier));

    private bool Add(LoggedRevocation revocation)
    {
        var expiresAt = (uint)Math.Clamp(revocation.ExpiresAt.ToUnixTimeSeconds(), 0, uint.MaxValue);

        // A start is rounded down: of a start and a revocation in one second, the order is unknown.
        var time = revocation.Kind == RevocationKind.SessionStart
            ? (uint)Math.Clamp(revocation.RevokedAt.ToUnixTimeSeconds(), 1, uint.MaxValue)
            : ToSecondsRoundedUp(revocation.RevokedAt);
        var isNew = _table.Add(revocation.Key, time, expiresAt);
        _hasSubjects |= revocation.Kind == RevocationKind.Subject;
        _hasIssuers |= revocation.Kind == RevocationKind.Issuer;
        _hasKeys |= revocation.Kind == RevocationKind.Key;
        return isNew;
    }
}
