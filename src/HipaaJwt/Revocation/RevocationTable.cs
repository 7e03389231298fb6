using System.Security.Cryptography;

namespace HipaaJwt.Revocations;

/// <summary>
/// A hash table of revocations in shards of open addressing. One writer at a time, any number of readers without a lock. An entry is
/// never moved inside a shard: a shard that grows or is pruned is replaced, so an append copies at most one shard.
/// </summary>
internal sealed class RevocationTable
{
    private const int ShardBits = 10;
    private const int MinCapacity = 8;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly Slot[][] _shards = new Slot[1 << ShardBits][];
    private readonly int[] _counts = new int[1 << ShardBits];

    public RevocationTable() => Array.Fill(_shards, []);

    /// <summary>The number of entries, including those that have expired since the last call of <see cref="Prune"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Finds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The time of the revocation in Unix seconds, rounded up; 0 if there is no entry.</returns>
    public uint Find(UInt128 key)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var hash = Hash(low);
        var slots = Volatile.Read(ref _shards[ShardOf(hash)]);
        for (var place = PlaceOf(hash, slots); slots.Length > 0; place = Next(place, slots))
        {
            ref var slot = ref slots[place];
            var revokedAt = Volatile.Read(ref slot.RevokedAt);
            if (revokedAt == 0 || (slot.Low == low && slot.High == high))
            {
                return revokedAt;
            }
        }

        return 0;
    }

    /// <summary>Adds an entry. If it exists, the later time of revocation and the later expiry apply.</summary>
    /// <param name="key">The key.</param>
    /// <param name="revokedAt">The time of the revocation in Unix seconds, rounded up; at least 1.</param>
    /// <param name="expiresAt">The time at which the entry may be removed, in Unix seconds.</param>
    /// <returns>Whether the entry is new or its time of revocation is later than before.</returns>
    public bool Add(UInt128 key, uint revokedAt, uint expiresAt)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var shard = ShardOf(Hash(low));
        ref var slot = ref FindPlace(EnsureSpace(shard), high, low);
        var previous = slot.RevokedAt;
        if (previous == 0)
        {
            (slot.High, slot.Low) = (high, low);
            _counts[shard]++;
            Count++;
        }

        slot.ExpiresAt = Math.Max(slot.ExpiresAt, expiresAt);
        if (revokedAt <= previous)
        {
            return false;
        }

        // Readers find the entry only after this write, which follows that of the key.
        Volatile.Write(ref slot.RevokedAt, revokedAt);
        return true;
    }

    /// <summary>Replaces each shard of which more than an eighth has expired.</summary>
    /// <param name="now">The current time of the store's clock, in Unix seconds.</param>
    public void Prune(uint now)
    {
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            var live = CountLive(_shards[shard], now);
            if (live < _counts[shard] - (_counts[shard] / 8))
            {
                Replace(shard, live, now);
            }
        }
    }

    private static int ShardOf(ulong hash) => (int)(hash >> (64 - ShardBits));

    private static int PlaceOf(ulong hash, Slot[] slots) => (int)(((hash >> 16) & uint.MaxValue) * (uint)slots.Length >> 32);

    private static int Next(int place, Slot[] slots) => place + 1 < slots.Length ? place + 1 : 0;

    private static int CountLive(Slot[] slots, uint now)
    {
        var live = 0;
        foreach (ref readonly var slot in slots.AsSpan())
        {
            live += slot.RevokedAt != 0 && slot.ExpiresAt >= now ? 1 : 0;
        }

        return live;
    }

    /// <summary>The random seed prevents chosen keys from meeting in one place.</summary>
    private ulong Hash(ulong low) => (low ^ _seed) * 0x9E3779B97F4A7C15;

    /// <summary>Finds the slot with the key, or the empty slot for it. A shard always has an empty slot.</summary>
    private ref Slot FindPlace(Slot[] slots, ulong high, ulong low)
    {
        var place = PlaceOf(Hash(low), slots);
        while (slots[place].RevokedAt != 0 && (slots[place].Low != low || slots[place].High != high))
        {
            place = Next(place, slots);
        }

        return ref slots[place];
    }

    private Slot[] EnsureSpace(int shard)
    {
        var (slots, count) = (_shards[shard], _counts[shard] + 1);
        return count * 5 <= slots.Length * 4 ? slots : Replace(shard, count, now: 0);
    }

    /// <summary>Replaces a shard by one with the entries that have not expired, and space for more.</summary>
    private Slot[] Replace(int shard, int count, uint now)
    {
        var target = new Slot[Math.Max(MinCapacity, (count * 8 / 5) + 1)];
        var copied = 0;
        foreach (ref readonly var slot in _shards[shard].AsSpan())
        {
            if (slot.RevokedAt != 0 && slot.ExpiresAt >= now)
            {
                FindPlace(target, slot.High, slot.Low) = slot;
                copied++;
            }
        }

        Count += copied - _counts[shard];
        _counts[shard] = copied;
        Volatile.Write(ref _shards[shard], target);
        return target;
    }

    private struct Slot
    {
        public ulong High;
        public ulong Low;
        public uint ExpiresAt;
        public uint RevokedAt;
    }
}
