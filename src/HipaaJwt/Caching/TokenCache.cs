using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Caching;

/// <summary>
/// A set-associative cache of the results of tokens that passed every check. The hash of a token selects its set. Only a
/// comparison of the whole token finds its entry. Reads take no lock. A write takes one lock and examines one set.
/// </summary>
/// <typeparam name="TValue">The cached result.</typeparam>
internal sealed class TokenCache<TValue> : IDisposable
    where TValue : class
{
    /// <summary>The maximum number of slots that one write frees in other sets to make room in bytes.</summary>
    private const int MaxFreedSlots = 2 * CacheSet.MaxWays;

    /// <summary>The last characters of a token, of which all but the last are hashed. The last one has the fewest bits.</summary>
    private const int HashedEnd = (4 * sizeof(ulong) / sizeof(char)) + 1;

    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private readonly Slot[] _slots;
    private readonly CacheSet[] _sets;
    private readonly int _ways;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly ITimer _sweepTimer;
    private readonly Lock _writeLock = new();
    private long _bytes;
    private uint _hand;
    private bool _disposed;

    /// <param name="capacity">The maximum number of entries; at least 1.</param>
    /// <param name="maxBytes">The maximum memory of all entries, in bytes.</param>
    /// <param name="sweepInterval">The interval at which expired entries are removed.</param>
    /// <param name="time">The clock.</param>
    public TokenCache(int capacity, long maxBytes, TimeSpan sweepInterval, TimeProvider time)
    {
        _ways = Math.Min(capacity, CacheSet.MaxWays);
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)(capacity / _ways) + 1) / 2;
        _slots = new Slot[sets * _ways];
        _sets = new CacheSet[sets];
        _maxBytes = maxBytes;
        _time = time;
        _sweepTimer = time.CreateTimer(static cache => ((TokenCache<TValue>)cache!).Sweep(), this, sweepInterval, sweepInterval);
    }

    /// <summary>The number of entries, including those that have expired.</summary>
    public int Count => _slots.Count(slot => slot.Entry is not null);

    /// <summary>The memory of all entries in bytes, as given when they were added.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Finds the entry of a token. The entry must have the same generation and must not have expired.</summary>
    public bool TryGet(ReadOnlySpan<char> token, object generation, DateTimeOffset now, [NotNullWhen(true)] out TValue? value)
    {
        var hash = Hash(token);
        ref var set = ref GetSet(hash, out var first);
        for (var way = 0; way < _ways; way++)
        {
            if (set.MayContain(way, GetTag(hash)) && _slots[first + way].Entry is { } entry && Ascii.Equals(entry.Token, token))
            {
                value = entry.Value;
                return entry.IsUsable(generation, now) && set.MarkUsed(way);
            }
        }

        value = null;
        return false;
    }

    /// <summary>
    /// Rejects a token that comes for the first time while its set is full. When the token comes again, it may replace an entry
    /// that is not used. So tokens that are used once evict no tokens that are used often, and cost the least.
    /// </summary>
    /// <returns>False if <see cref="Add"/> may add the token.</returns>
    public bool TryReject(ReadOnlySpan<char> token, DateTimeOffset now)
    {
        var hash = Hash(token);
        return GetSet(hash, out _).TryReject(GetTag(hash), now.UtcTicks);
    }

    /// <summary>
    /// Adds an entry, or replaces the entry of the same token. Does nothing if the set rejects the token or the entry does not fit
    /// in bytes.
    /// </summary>
    /// <param name="token">The whole token, which consists of ASCII characters.</param>
    /// <param name="value">The result to cache.</param>
    /// <param name="generation">The rules that the token was validated under. The entry is usable only under the same rules.</param>
    /// <param name="validatedAt">The time of the validation. The entry is not usable if the clock is set back before it.</param>
    /// <param name="lifetime">The time after the validation at which the entry expires.</param>
    /// <param name="bytes">The memory of the entry, in bytes.</param>
    public void Add(byte[] token, TValue value, object generation, DateTimeOffset validatedAt, TimeSpan lifetime, int bytes)
    {
        if (lifetime <= TimeSpan.Zero || bytes > _maxBytes)
        {
            return;
        }

        var hash = Hash(token);
        ref var set = ref GetSet(hash, out var first);
        var entry = new Entry(token, value, generation, validatedAt.UtcTicks, validatedAt.UtcTicks + lifetime.Ticks);
        lock (_writeLock)
        {
            if (!_disposed && TryChooseWay(ref set, _slots.AsSpan(first, _ways), GetTag(hash), entry, out var way))
            {
                Store(entry, GetTag(hash), bytes, ref set, first, way);
            }
        }
    }

    public void Dispose()
    {
        _sweepTimer.Dispose();
        lock (_writeLock)
        {
            _disposed = true;
            if (_bytes > 0)
            {
                // An empty table needs no clearing, which could touch memory that was never used.
                _slots.AsSpan().Clear();
                _bytes = 0;
            }
        }
    }

    /// <summary>Hashes a token as <see cref="Hash(ReadOnlySpan{char})"/> does.</summary>
    private static ulong Hash(ReadOnlySpan<byte> token)
    {
        Span<char> end = stackalloc char[Math.Min(token.Length, HashedEnd)];
        Ascii.ToUtf16(token[^end.Length..], end, out _);
        return Hash(token.Length, end);
    }

    private static ulong Hash(ReadOnlySpan<char> token) => Hash(token.Length, token[^Math.Min(token.Length, HashedEnd)..]);

    /// <summary>
    /// Hashes the length and the end of the token, because the signature at the end differs most between tokens. The hash only
    /// distributes tokens over sets. A comparison of the whole token distinguishes tokens with the same hash.
    /// </summary>
    private static ulong Hash(int length, ReadOnlySpan<char> end)
    {
        var hash = (ulong)length * Multiplier;
        foreach (var block in MemoryMarshal.Cast<char, ulong>(end.Length == HashedEnd ? end[..^1] : end))
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ block) * Multiplier;
        }

        return hash ^ (hash >> 32);
    }

    /// <summary>Gets the bits of the hash that do not select the set.</summary>
    private static ushort GetTag(ulong hash) => (ushort)(hash >> 48);

    private ref CacheSet GetSet(ulong hash, out int firstSlot)
    {
        var set = (int)(hash & (uint)(_sets.Length - 1));
        firstSlot = set * _ways;
        return ref _sets[set];
    }

    private void Store(Entry entry, ushort tag, int bytes, ref CacheSet set, int first, int way)
    {
        ref var slot = ref _slots[first + way];
        Clear(ref slot);
        if (TryMakeRoom(bytes))
        {
            _bytes += bytes;
            set.Fill(way, tag, entry.ExpiresAt);
            slot.Fill(entry, bytes);
        }
        else
        {
            set.MarkNotFull();
        }
    }

    /// <summary>
    /// Chooses the way of the same token, or an empty or expired one. If there is none, it chooses an unused way for a token that
    /// comes again.
    /// </summary>
    private static bool TryChooseWay(ref CacheSet set, ReadOnlySpan<Slot> slots, ushort tag, Entry entry, out int way)
    {
        for (way = 0; way < slots.Length; way++)
        {
            if (set.MayContain(way, tag) && slots[way].Entry is { } same && same.Token.AsSpan().SequenceEqual(entry.Token))
            {
                return true;
            }
        }

        way = set.IsFull(entry.ValidatedAt) ? -1 : FindFreeWay(ref set, slots, entry.ValidatedAt);
        return way >= 0 || (set.TryAdmit(tag) && set.TryAdvanceHand(slots.Length, out way));
    }

    /// <summary>Finds an empty or expired way. If there is none, it returns -1 and marks the set as full.</summary>
    private static int FindFreeWay(ref CacheSet set, ReadOnlySpan<Slot> slots, long now)
    {
        var firstExpiry = long.MaxValue;
        for (var way = 0; way < slots.Length; way++)
        {
            if (slots[way].IsEmptyOrExpired(now))
            {
                return way;
            }

            firstExpiry = Math.Min(firstExpiry, slots[way].ExpiresAt);
        }

        set.MarkFull(firstExpiry);
        return -1;
    }

    /// <summary>Frees slots in turn until the entry fits, but at most <see cref="MaxFreedSlots"/>.</summary>
    private bool TryMakeRoom(int bytes)
    {
        for (var freed = 0; _bytes + bytes > _maxBytes && freed < MaxFreedSlots; freed++)
        {
            FreeSlot((int)(_hand++ % (uint)_slots.Length));
        }

        return _bytes + bytes <= _maxBytes;
    }

    private void FreeSlot(int index)
    {
        Clear(ref _slots[index]);
        _sets[index / _ways].MarkNotFull();
    }

    private void Clear(ref Slot slot)
    {
        _bytes -= slot.Bytes;
        slot = default;
    }

    /// <summary>
    /// Removes entries that have expired, and entries from the future. The latter are not usable, and would occupy the cache for hours
    /// after the clock ran ahead and came back.
    /// </summary>
    private void Sweep()
    {
        lock (_writeLock)
        {
            var now = _time.GetUtcNow().UtcTicks;
            for (var index = 0; index < _slots.Length; index++)
            {
                if (_slots[index].Entry is { } entry && (now >= entry.ExpiresAt || now < entry.ValidatedAt))
                {
                    FreeSlot(index);
                }
            }
        }
    }

    /// <summary>
    /// An entry with the fields that a writer needs. A reader takes no lock and may see the fields of another entry. It then misses,
    /// because only the entry decides a lookup.
    /// </summary>
    private struct Slot
    {
        private Entry? _entry;

        public Entry? Entry => Volatile.Read(ref _entry);

        public long ExpiresAt { get; private set; }

        public int Bytes { get; private set; }

        public void Fill(Entry entry, int bytes)
        {
            (ExpiresAt, Bytes) = (entry.ExpiresAt, bytes);
            Volatile.Write(ref _entry, entry);
        }

        /// <summary>Whether the slot can be reused. The expiry of an empty slot is 0.</summary>
        public readonly bool IsEmptyOrExpired(long now) => now >= ExpiresAt;
    }

    private sealed class Entry
    {
        private readonly object _generation;

        public Entry(byte[] token, TValue value, object generation, long validatedAt, long expiresAt)
        {
            Token = token;
            Value = value;
            _generation = generation;
            ValidatedAt = validatedAt;
            ExpiresAt = expiresAt;
        }

        public byte[] Token { get; }

        public TValue Value { get; }

        /// <summary>The time of the validation, in UTC ticks.</summary>
        public long ValidatedAt { get; }

        /// <summary>The time at which the entry expires, in UTC ticks.</summary>
        public long ExpiresAt { get; }

        public bool IsUsable(object generation, DateTimeOffset now) =>
            ReferenceEquals(generation, _generation) && now.UtcTicks >= ValidatedAt && now.UtcTicks < ExpiresAt;
    }
}
