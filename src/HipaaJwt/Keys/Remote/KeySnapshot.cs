using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The keys of an issuer as they were at one time. It does not change.</summary>
internal sealed class KeySnapshot
{
    private readonly ImmutableArray<string> _identities;
    private readonly DateTimeOffset _askedAt;
    private readonly long _timestamp;

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

    private static string Text(byte[]? number) => Convert.ToHexString(number ?? []);
}
