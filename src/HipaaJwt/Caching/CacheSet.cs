using System.Runtime.CompilerServices;

namespace HipaaJwt.Caching;

/// <summary>
/// What is known of a few places of the token cache together, side by side in memory: whoever looks for a token in vain, or
/// for a place for one, reads this and no entry. Places are given away under the lock of the cache. Marks and the memory of
/// the turned away are hints that change without it: what decides stands in the entries.
/// </summary>
internal struct CacheSet
{
    public const int MaxWays = 8;

    /// <summary>How many tokens that found no place are remembered.</summary>
    private const int Remembered = 8;

    private Tags _tags;
    private RejectedTags _rejectedTags;
    private Marks _used;
    private long _fullUntil;
    private byte _hand;
    private byte _newest;

    /// <summary>Whether a token with this part of its hash may be there.</summary>
    public readonly bool MayHold(int way, ushort tag) => _tags[way] == tag;

    /// <summary>The mark is written only where it changes, so that readers do not contend for it.</summary>
    public bool MarkUsed(int way)
    {
        if (!_used[way])
        {
            _used[way] = true;
        }

        return true;
    }

    /// <summary>Whether all places hold entries whose time is not over, as far as is known.</summary>
    public readonly bool IsFull(long now) => now < _fullUntil;

    /// <summary>Notes that all places hold entries, of which the first ends then.</summary>
    public void NoteFull(long until) => _fullUntil = until;

    /// <summary>Notes that there may be an empty place.</summary>
    public void NoteFree() => _fullUntil = 0;

    /// <summary>Whether a full set has nothing to do with a token that comes for the first time.</summary>
    public bool ShouldReject(ushort tag, long now) => IsFull(now) && !((ReadOnlySpan<ushort>)_tags).Contains(tag) && !IsReturning(tag);

    /// <summary>
    /// Whether a token was turned away not long ago. If it was not, it is now; but once in a round of the memory a token is treated
    /// as if it returned, lest a stream that is too long to be remembered never get past entries that nobody uses.
    /// </summary>
    public bool IsReturning(ushort tag)
    {
        if (((ReadOnlySpan<ushort>)_rejectedTags).Contains(tag))
        {
            return true;
        }

        _newest = (byte)((_newest + 1) % Remembered);
        _rejectedTags[_newest] = tag;
        return _newest == 0;
    }

    /// <summary>
    /// Offers the next place to a newcomer; if it has been used since it was offered last, it is not given away. So tokens that
    /// come round and round, and are more than there are places, do not push each other out before any comes again.
    /// </summary>
    public bool TryTakeNextPlace(int ways, out int way)
    {
        way = _hand;
        _hand = (byte)((_hand + 1) % ways);
        var used = _used[way];
        _used[way] = false;
        return !used;
    }

    public void Fill(int way, ushort tag, long end)
    {
        _tags[way] = tag;
        _used[way] = false;
        _fullUntil = Math.Min(_fullUntil, end);
    }

    [InlineArray(MaxWays)]
    private struct Tags
    {
        private ushort _first;
    }

    [InlineArray(Remembered)]
    private struct RejectedTags
    {
        private ushort _first;
    }

    [InlineArray(MaxWays)]
    private struct Marks
    {
        private bool _first;
    }
}
