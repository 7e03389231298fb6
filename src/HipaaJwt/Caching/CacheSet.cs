using System.Runtime.CompilerServices;

namespace HipaaJwt.Caching;

/// <summary>
/// The metadata of one set of the token cache, stored contiguously. A lookup that misses, or an insertion into a full set, reads
/// only this metadata and no entry.
/// </summary>
/// <remarks>
/// Ways are assigned under the lock of the cache. The used flags and the rejected tags change without the lock. They are only
/// hints, because only the entries decide a lookup.
/// </remarks>
internal struct CacheSet
{
    public const int MaxWays = 8;

    /// <summary>The number of recently rejected tokens that a set stores.</summary>
    private const int MaxRejectedTags = 8;

    private Tags _tags;
    private RejectedTags _rejectedTags;
    private UsedFlags _used;
    private long _fullUntil;
    private byte _hand;
    private byte _lastRejected;

    /// <summary>Whether the way may contain a token with this tag.</summary>
    public readonly bool MayContain(int way, ushort tag) => _tags[way] == tag;

    /// <summary>Marks the way as used.</summary>
    /// <returns>Always true.</returns>
    public bool MarkUsed(int way)
    {
        // A write only on change keeps readers from contending for the cache line.
        if (!_used[way])
        {
            _used[way] = true;
        }

        return true;
    }

    /// <summary>Whether all ways are known to contain entries that have not expired.</summary>
    public readonly bool IsFull(long now) => now < _fullUntil;

    /// <summary>Marks the set as full until its first entry expires.</summary>
    public void MarkFull(long until) => _fullUntil = until;

    /// <summary>Marks the set as possibly having an empty way.</summary>
    public void MarkNotFull() => _fullUntil = 0;

    /// <summary>Rejects a token that comes for the first time while the set is full, and records its tag.</summary>
    /// <returns>False if the token may be added.</returns>
    public bool TryReject(ushort tag, long now) => IsFull(now) && !((ReadOnlySpan<ushort>)_tags).Contains(tag) && !TryAdmit(tag);

    /// <summary>
    /// Admits a token that was rejected recently, and otherwise records its tag. One in eight new tokens is admitted too.
    /// Otherwise a stream of more tokens than the set stores could never replace unused entries.
    /// </summary>
    /// <returns>Whether the token may replace an entry.</returns>
    public bool TryAdmit(ushort tag)
    {
        if (((ReadOnlySpan<ushort>)_rejectedTags).Contains(tag))
        {
            return true;
        }

        _lastRejected = (byte)((_lastRejected + 1) % MaxRejectedTags);
        _rejectedTags[_lastRejected] = tag;
        return _lastRejected == 0;
    }

    /// <summary>
    /// Advances the clock hand to the next way and clears its used flag. So tokens that recur in a cycle longer than the set do not
    /// evict each other before they are used again.
    /// </summary>
    /// <returns>Whether the way may be evicted, because it was not used since the hand last passed it.</returns>
    public bool TryAdvanceHand(int ways, out int way)
    {
        way = _hand;
        _hand = (byte)((_hand + 1) % ways);
        var used = _used[way];
        _used[way] = false;
        return !used;
    }

    /// <summary>Assigns the way to a token.</summary>
    public void Fill(int way, ushort tag, long expiresAt)
    {
        _tags[way] = tag;
        _used[way] = false;
        _fullUntil = Math.Min(_fullUntil, expiresAt);
    }

    [InlineArray(MaxWays)]
    private struct Tags
    {
        private ushort _first;
    }

    [InlineArray(MaxRejectedTags)]
    private struct RejectedTags
    {
        private ushort _first;
    }

    [InlineArray(MaxWays)]
    private struct UsedFlags
    {
        private bool _first;
    }
}
