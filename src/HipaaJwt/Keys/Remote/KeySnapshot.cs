using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The keys of an issuer as they were at one time. They do not change, but for their age.</summary>
internal sealed class KeySnapshot
{
    private readonly ImmutableArray<string> _identities;
    private readonly DateTimeOffset _askedAt;
    private readonly long _timestamp;
    private volatile bool _isOver;

    public KeySnapshot(KeyFetch fetch)
    {
        Keys = fetch.Keys;
        _identities = [.. fetch.Keys.Select(IdentityOf).Order(StringComparer.Ordinal)];
        (_askedAt, _timestamp) = (fetch.AskedAt, fetch.AskedTimestamp);
    }

    public ImmutableArray<KeyMaterial> Keys { get; }

    /// <summary>Everything of a key that decides which tokens it verifies. A key id has no control characters.</summary>
    public static string IdentityOf(KeyMaterial key) => string.Join(
        '\n',
        key.Family,
        key.Curve,
        key.DeclaredAlgorithm,
        Text(key.Rsa.Modulus),
        Text(key.Rsa.Exponent),
        Text(key.EllipticCurve.Q.X),
        Text(key.EllipticCurve.Q.Y),
        key.KeyId);

    public bool HasSameKeysAs(KeySnapshot? other) => other is not null && _identities.SequenceEqual(other._identities);

    /// <summary>
    /// The age by the clock or by the timer, whichever is greater: a clock that was set back does not make keys younger, and a
    /// machine that slept, whose timer stood still, does not either.
    /// </summary>
    public TimeSpan AgeAt(DateTimeOffset now, TimeProvider time)
    {
        var (byClock, byTimer) = (now - _askedAt, time.GetElapsedTime(_timestamp));
        return byClock > byTimer ? byClock : byTimer;
    }

    /// <summary>Whether the keys are so old that they serve no more. Once they are by the timer, no clock revives them.</summary>
    public bool IsTooOld(DateTimeOffset now, TimeSpan limit, TimeProvider time)
    {
        if (!_isOver && time.GetElapsedTime(_timestamp) >= limit)
        {
            _isOver = true;
        }

        return _isOver || now - _askedAt >= limit;
    }

    private static string Text(byte[]? number) => Convert.ToHexString(number ?? []);
}
