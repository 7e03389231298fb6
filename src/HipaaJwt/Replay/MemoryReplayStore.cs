using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Replay;

/// <summary>
/// Remembers uses in this process. Its memory is bounded: when it is full of entries that are still needed it says so, rather
/// than forget one; and no sender can fill it for all.
/// </summary>
internal sealed class MemoryReplayStore : IReplayStore
{
    /// <summary>More than one, so that what has expired goes faster than what is new comes, and few, so that no caller waits for long.</summary>
    private const int SweepsPerUse = 8;

    private readonly int _capacity;
    private readonly int _maxPerOwner;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Held> _entries = [];
    private readonly Dictionary<UInt128, int> _perOwner = [];
    private readonly PriorityQueue<UInt128, long> _byExpiry = new();

    public MemoryReplayStore(int capacity, int maxPerOwner, TimeProvider time)
    {
        _capacity = capacity;
        _maxPerOwner = maxPerOwner;
        _time = time;
    }

    /// <summary>How many places are taken: each entry has one, and one that has expired keeps it until it is swept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byExpiry.Count;
            }
        }
    }

    public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) =>
        new(TryAdd(Shortened(entry.Key), Shortened(entry.Owner), entry.ExpiresAt.UtcTicks));

    /// <summary>Half of a SHA-256, so that every entry takes the same room; a collision, which nobody can make, would refuse.</summary>
    private static UInt128 Shortened(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private ReplayResult TryAdd(UInt128 key, UInt128 owner, long expiry)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow().UtcTicks;
            Sweep(now, SweepsPerUse);
            if (_entries.TryGetValue(key, out var held))
            {
                if (held.Expiry >= now)
                {
                    return ReplayResult.UsedBefore;
                }

                Remove(key, held);
            }

            if (IsFull(owner))
            {
                Sweep(now, int.MaxValue);
            }

            return IsFull(owner) ? ReplayResult.Unavailable : Add(key, owner, expiry);
        }
    }

    private bool IsFull(UInt128 owner) =>
        _entries.Count >= _capacity || _perOwner.GetValueOrDefault(owner) >= _maxPerOwner;

    private ReplayResult Add(UInt128 key, UInt128 owner, long expiry)
    {
        _entries.Add(key, new Held(owner, expiry));
        _perOwner[owner] = _perOwner.GetValueOrDefault(owner) + 1;
        _byExpiry.Enqueue(key, expiry);
        return ReplayResult.FirstUse;
    }

    /// <summary>Forgets what has expired. A place in the queue whose entry was replaced meanwhile is only taken out.</summary>
    private void Sweep(long now, int most)
    {
        for (; most > 0 && _byExpiry.TryPeek(out var key, out var expiry) && expiry < now; most--)
        {
            _byExpiry.Dequeue();
            if (_entries.TryGetValue(key, out var held) && held.Expiry == expiry)
            {
                Remove(key, held);
            }
        }
    }

    private void Remove(UInt128 key, Held held)
    {
        _entries.Remove(key);
        var others = _perOwner[held.Owner] - 1;
        if (others == 0)
        {
            _perOwner.Remove(held.Owner);
        }
        else
        {
            _perOwner[held.Owner] = others;
        }
    }

    private readonly record struct Held(UInt128 Owner, long Expiry);
}
