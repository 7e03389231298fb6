using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Replay;

/// <summary>
/// Stores uses in the memory of this process, up to a capacity and a limit per owner. If it is full of entries that have not
/// expired, it reports that it is unavailable and removes none of them.
/// </summary>
internal sealed class MemoryReplayStore : IReplayStore
{
    /// <summary>
    /// The maximum number of expired entries that one call removes. More than 1 removes entries faster than new ones arrive. A small
    /// number keeps calls short.
    /// </summary>
    private const int MaxSweptPerUse = 8;

    private readonly int _capacity;
    private readonly int _maxPerOwner;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly Dictionary<UInt128, int> _countByOwner = [];
    private readonly PriorityQueue<UInt128, long> _expiryQueue = new();

    /// <param name="capacity">The maximum number of entries.</param>
    /// <param name="maxPerOwner">The maximum number of entries of one owner.</param>
    /// <param name="time">The clock.</param>
    public MemoryReplayStore(int capacity, int maxPerOwner, TimeProvider time)
    {
        _capacity = capacity;
        _maxPerOwner = maxPerOwner;
        _time = time;
    }

    /// <summary>The length of the expiry queue: one place for each entry, including expired and replaced ones not removed yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _expiryQueue.Count;
            }
        }
    }

    public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) =>
        new(TryAdd(Hash(entry.Key), Hash(entry.Owner), entry.ExpiresAt.UtcTicks));

    /// <summary>
    /// Computes half of a SHA-256 digest, so that all entries have the same size. A collision is infeasible to create, and would
    /// only reject a use.
    /// </summary>
    private static UInt128 Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private ReplayResult TryAdd(UInt128 key, UInt128 owner, long expiry)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow().UtcTicks;
            Sweep(now, MaxSweptPerUse);
            if (_entries.TryGetValue(key, out var existing))
            {
                if (existing.Expiry >= now)
                {
                    return ReplayResult.UsedBefore;
                }

                Remove(key, existing);
            }

            if (IsFull(owner))
            {
                Sweep(now, int.MaxValue);
            }

            return IsFull(owner) ? ReplayResult.Unavailable : Add(key, owner, expiry);
        }
    }

    private bool IsFull(UInt128 owner) =>
        _entries.Count >= _capacity || _countByOwner.GetValueOrDefault(owner) >= _maxPerOwner;

    private ReplayResult Add(UInt128 key, UInt128 owner, long expiry)
    {
        _entries.Add(key, new Entry(owner, expiry));
        _countByOwner[owner] = _countByOwner.GetValueOrDefault(owner) + 1;
        _expiryQueue.Enqueue(key, expiry);
        return ReplayResult.FirstUse;
    }

    /// <summary>
    /// Removes expired entries, but at most a maximum. If an entry was replaced meanwhile, only its old place in the queue is
    /// removed.
    /// </summary>
    private void Sweep(long now, int max)
    {
        for (; max > 0 && _expiryQueue.TryPeek(out var key, out var expiry) && expiry < now; max--)
        {
            _expiryQueue.Dequeue();
            if (_entries.TryGetValue(key, out var entry) && entry.Expiry == expiry)
            {
                Remove(key, entry);
            }
        }
    }

    private void Remove(UInt128 key, Entry entry)
    {
        _entries.Remove(key);
        var remaining = _countByOwner[entry.Owner] - 1;
        if (remaining == 0)
        {
            _countByOwner.Remove(entry.Owner);
        }
        else
        {
            _countByOwner[entry.Owner] = remaining;
        }
    }

    private readonly record struct Entry(UInt128 Owner, long Expiry);
}
