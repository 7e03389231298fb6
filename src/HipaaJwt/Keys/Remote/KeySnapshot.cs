using System.Collections.Frozen;
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
        : this([.. result.Keys.Select(key => key.Key)], result.RequestedAt, result.RequestTimestamp)
    {
    }

    private KeySnapshot(ImmutableArray<VerificationKeyMaterial> keys, DateTimeOffset requestedAt, long timestamp)
    {
        Keys = keys;
        _identities = [.. keys.Select(IdentityOf).Order(StringComparer.Ordinal)];
        (_requestedAt, _timestamp) = (requestedAt, timestamp);
    }

    public ImmutableArray<VerificationKeyMaterial> Keys { get; }

    /// <summary>Everything that decides which tokens a key verifies. Line breaks separate the parts: no key ID contains one.</summary>
    public static string IdentityOf(VerificationKeyMaterial key) => string.Join('\n', key.Thumbprint, key.DeclaredAlgorithm, key.KeyId);

    public bool HasSameKeysAs(KeySnapshot? other) => other is not null && _identities.SequenceEqual(other._identities);

    /// <summary>Keeps only the keys that are published and that the condition allows. Their age stays the same.</summary>
    public KeySnapshot Withdraw(FrozenSet<string> published, Func<VerificationKeyMaterial, bool> isAllowed)
    {
        ImmutableArray<VerificationKeyMaterial> kept = [.. Keys.Where(key => published.Contains(IdentityOf(key)) && isAllowed(key))];
        return kept.Length == Keys.Length ? this : new KeySnapshot(kept, _requestedAt, _timestamp) { _hasExpired = _hasExpired };
    }

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
}
