using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Replay;

/// <summary>
/// Stores uses in the memory of this process, up to a capacity and a limit per owner. If it is full of entries that have not
/// expired, it reports that it is unavailable and removes none of them.
/// </summary>
/// <remarks>
/// An entry expires when both the clock and the monotonic timer have reached its expiry. So a clock that runs ahead and comes back
/// removes no entry that is still needed.
/// </remarks>
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
    private readonly long _start;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly Dictionary<UInt128, int> _countByOwner = [];
    private readonly PriorityQueue<UInt128, long> _clockQueue = new();
    private readonly PriorityQueue<UInt128, long> _timerQueue = new();
    private long _removedUntil;

    /// <param name="capacity">The maximum number of entries.</param>
    /// <param name="maxPerOwner">The maximum number of entries of one owner.</param>
    /// <param name="time">The clock.</param>
    public MemoryReplayStore(int capacity, int maxPerOwner, TimeProvider time)
    {
        _capacity = capacity;
        _maxPerOwner = maxPerOwner;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>The length of the queues: one place for each entry, including expired and replaced ones not removed yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _clockQueue.Count + _timerQueue.Count;
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
            var now = new Moment(_time.GetUtcNow().UtcTicks, _time.GetElapsedTime(_start).Ticks);
            Sweep(now, MaxSweptPerUse);
            if (_entries.TryGetValue(key, out var existing))
            {
                if (!existing.HasExpired(now))
                {
                    return ReplayResult.UsedBefore;
                }

                Remove(key, existing);
            }

            if (expiry >= now.Clock && expiry <= _removedUntil)
            {
                // The clock went back after entries with this expiry were removed, so this use may be one of them.
                return ReplayResult.UsedBefore;
            }

            if (IsFull(owner))
            {
                Sweep(now, int.MaxValue);
            }

            return IsFull(owner) ? ReplayResult.Unavailable : Add(key, new Entry(owner, expiry, now.Timer + (expiry - now.Clock)));
        }
    }

    private bool IsFull(UInt128 owner) =>
        _entries.Count >= _capacity || _countByOwner.GetValueOrDefault(owner) >= _maxPerOwner;

    private ReplayResult Add(UInt128 key, Entry entry)
    {
        _entries.Add(key, entry);
        _countByOwner[entry.Owner] = _countByOwner.GetValueOrDefault(entry.Owner) + 1;
        _clockQueue.Enqueue(key, entry.Expiry);
        return ReplayResult.FirstUse;
    }

    /// <summary>
    /// Removes expired entries, but at most a maximum. An entry that has expired by the clock alone waits in the queue of the timer.
    /// If an entry was replaced meanwhile, only its old place in a queue is removed.
    /// </summary>
    private void Sweep(Moment now, int max)
    {
        for (; max > 0 && _clockQueue.TryPeek(out var key, out var expiry) && expiry < now.Clock; max--)
        {
            _clockQueue.Dequeue();
            if (_entries.TryGetValue(key, out var entry) && entry.Expiry == expiry)
            {
                RemoveOrRequeue(key, entry, now);
            }
        }

        for (; max > 0 && _timerQueue.TryPeek(out var key, out var expiry) && expiry < now.Timer; max--)
        {
            _timerQueue.Dequeue();
            if (_entries.TryGetValue(key, out var entry) && entry.TimerExpiry == expiry)
            {
                RemoveOrRequeue(key, entry, now);
            }
        }
    }

    private void RemoveOrRequeue(UInt128 key, Entry entry, Moment now)
    {
        if (entry.HasExpired(now))
        {
            Remove(key, entry);
        }
        else if (entry.Expiry < now.Clock)
        {
            _timerQueue.Enqueue(key, entry.TimerExpiry);
        }
        else
        {
            _clockQueue.Enqueue(key, entry.Expiry);
        }
    }

    private void Remove(UInt128 key, Entry entry)
    {
        _entries.Remove(key);
        _removedUntil = Math.Max(_removedUntil, entry.Expiry);
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

    /// <summary>The time of the clock (UTC) and of the timer (since the start), in ticks.</summary>
    private readonly record struct Moment(long Clock, long Timer);

    /// <summary>The owner of an entry and its expiry by the clock and by the timer, inclusive.</summary>
    private readonly record struct Entry(UInt128 Owner, long Expiry, long TimerExpiry)
    {
        public bool HasExpired(Moment now) => Expiry < now.Clock && TimerExpiry < now.Timer;
    }
}
