using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>The keys of one successful fetch and their age. The keys never change.</summary>
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

    /// <summary>Everything that decides which tokens a key verifies. Line breaks separate the parts: no key ID contains one.</summary>
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
    /// The age by the clock or by the monotonic timer, whichever is greater. So neither a clock that is set back nor a timer that
    /// stops while the machine sleeps makes keys younger.
    /// </summary>
    public TimeSpan AgeAt(DateTimeOffset now, TimeProvider time)
    {
        var (byClock, byTimer) = (now - _requestedAt, time.GetElapsedTime(_timestamp));
        return byClock > byTimer ? byClock : byTimer;
    }

    /// <summary>Whether the keys have reached the age. Once they reach it by the timer, they stay expired.</summary>
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
