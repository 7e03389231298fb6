using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The keys of an issuer at one time. Immutable.</summary>
internal sealed class KeySnapshot
{
    private readonly ImmutableArray<string> _identities;
    private readonly DateTimeOffset _requestedAt;
    private readonly long _timestamp;
    private volatile bool _hasExpired;

    public KeySnapshot(JwksFetchResult result)
    {
        Keys = result.Keys;
        _identities = [.. result.Keys.Select(IdentityOf).Order(StringComparer.Ordinal)];
        (_requestedAt, _timestamp) = (result.RequestedAt, result.RequestTimestamp);
    }

    public ImmutableArray<VerificationKeyMaterial> Keys { get; }

    /// <summary>Everything of a key that decides which tokens it verifies. A key id contains no control characters.</summary>
    public static string IdentityOf(VerificationKeyMaterial key) => string.Join(
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
    /// The age by the clock or by the timer, whichever is greater. A clock that was set back does not make keys younger; neither
    /// does a machine that slept, whose timer stood still.
    /// </summary>
    public TimeSpan AgeAt(DateTimeOffset now, TimeProvider time)
    {
        var (byClock, byTimer) = (now - _requestedAt, time.GetElapsedTime(_timestamp));
        return byClock > byTimer ? byClock : byTimer;
    }

    /// <summary>Whether the keys have reached the age. Once they have by the timer, no change of the clock makes them usable again.</summary>
    public bool HasReached(TimeSpan age, DateTimeOffset now, TimeProvider time)
    {
        if (!_hasExpired && time.GetElapsedTime(_timestamp) >= age)
        {
            _hasExpired = true;
        }

        return _hasExpired || now - _requestedAt >= age;
    }

    private static string Text(byte[]? number) => Convert.ToHexString(number ?? []);
}
