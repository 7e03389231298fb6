using System.Runtime.CompilerServices;

namespace HipaaJwt.Caching;

/// <summary>
/// What is known of a few places of the token cache together, side by side in memory: whoever looks for a token in vain, or
/// for a place for one, reads this and no entry. It changes under the lock of the cache, but for the marks of use; readers,
/// who take no lock, may see it half changed and then miss, for what decides stands in the entry.
/// </summary>
internal struct CacheSet
{
    public const int MaxWays = 8;

    /// <summary>Of so many newcomers to a full set, one takes the place of an entry that nobody uses, the others that of the last one.</summary>
    private const int NewcomersToOnePlace = 8;

    private Tags _tags;
    private Marks _used;
    private long _fullUntil;
    private byte _newest;
    private byte _newcomers;

    /// <summary>Whether a token with this part of its hash may be there.</summary>
    public readonly bool MayHold(int way, uint tag) => _tags[way] == tag;

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

    public void Fill(int way, uint tag, long end)
    {
        _tags[way] = tag;
        _used[way] = false;
        _fullUntil = Math.Min(_fullUntil, end);
    }

    /// <summary>
    /// The place that a newcomer takes from another: most of the time that of the newcomer before, unless it has been used
    /// since. So a stream of tokens that is longer than the table, and comes round again, finds most of a set where it left it,
    /// instead of each token pushing out the one that comes next.
    /// </summary>
    public int ChooseVictim(int ways)
    {
        if (++_newcomers % NewcomersToOnePlace == 0 || _used[_newest])
        {
            GoOn(ways);
            for (var passed = 1; passed < ways && _used[_newest]; passed++)
            {
                _used[_newest] = false;
                GoOn(ways);
            }
        }

        return _newest;
    }

    private void GoOn(int ways) => _newest = (byte)((_newest + 1) % ways);

    [InlineArray(MaxWays)]
    private struct Tags
    {
        private uint _first;
    }

    [InlineArray(MaxWays)]
    private struct Marks
    {
        private bool _first;
    }
}
