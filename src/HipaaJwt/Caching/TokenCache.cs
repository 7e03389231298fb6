using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HipaaJwt.Caching;

/// <summary>
/// Remembers what became of tokens that passed every check. A table of small sets: a token's hash names its set, and only
/// the whole token, compared to the last character, finds its entry. Reads take no lock; a write takes one, and looks at one set.
/// </summary>
/// <typeparam name="TValue">What is remembered.</typeparam>
internal sealed class TokenCache<TValue> : IDisposable
    where TValue : class
{
    /// <summary>How many slots a write may free elsewhere to make room in bytes; it bounds the work of one write.</summary>
    private const int MaxFreedSlots = 2 * CacheSet.MaxWays;

    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private readonly Slot[] _slots;
    private readonly CacheSet[] _sets;
    private readonly int _ways;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private readonly Lock _writing = new();
    private long _bytes;
    private uint _hand;
    private bool _disposed;

    /// <param name="capacity">The most entries there may be; at least one.</param>
    /// <param name="maxBytes">The most memory that all entries may take.</param>
    /// <param name="sweepInterval">How often entries whose time is over are dropped, used or not.</param>
    /// <param name="time">The clock.</param>
    public TokenCache(int capacity, long maxBytes, TimeSpan sweepInterval, TimeProvider time)
    {
        _ways = Math.Min(capacity, CacheSet.MaxWays);
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)(capacity / _ways) + 1) / 2;
        _slots = new Slot[sets * _ways];
        _sets = new CacheSet[sets];
        _maxBytes = maxBytes;
        _time = time;
        _sweeper = time.CreateTimer(static cache => ((TokenCache<TValue>)cache!).Sweep(), this, sweepInterval, sweepInterval);
    }

    /// <summary>How many entries there are, whether their time is over or not.</summary>
    public int Count => _slots.Count(slot => slot.Entry is not null);

    /// <summary>The memory that all entries take, as told when they were added.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Finds the entry of a token that was added under the same generation and whose time is now.</summary>
    public bool TryGet(ReadOnlySpan<char> token, object generation, DateTimeOffset now, [NotNullWhen(true)] out TValue? value)
    {
        var hash = Hash(token);
        ref var set = ref SetOf(hash, out var first);
        for (var way = 0; way < _ways; way++)
        {
            if (set.MayHold(way, TagOf(hash)) && _slots[first + way].Entry is { } entry && token.SequenceEqual(entry.Token))
            {
                value = entry.Value;
                return entry.IsUsable(generation, now) && set.MarkUsed(way);
            }
        }

        value = null;
        return false;
    }

    /// <summary>
    /// Whether there is no room for a token that comes for the first time. It has to come again, and then an entry that nobody uses
    /// gives way to it; so tokens that are used once push out none that are used often, and cost the least.
    /// </summary>
    public bool ShouldReject(ReadOnlySpan<char> token, DateTimeOffset now)
    {
        var hash = Hash(token);
        return SetOf(hash, out _).ShouldReject(TagOf(hash), now.UtcTicks);
    }

    /// <summary>Adds an entry, or replaces the one of the same token, unless it is turned away or there is no room in bytes.</summary>
    /// <param name="token">The whole token.</param>
    /// <param name="value">What to remember.</param>
    /// <param name="generation">The rules by which the token was judged; the entry is of use only as long as these are the rules.</param>
    /// <param name="from">When the token was judged; a clock that stands before that has been set back.</param>
    /// <param name="lifetime">How long from then the entry is of use.</param>
    /// <param name="bytes">The memory that the entry takes.</param>
    public void Add(string token, TValue value, object generation, DateTimeOffset from, TimeSpan lifetime, int bytes)
    {
        if (lifetime <= TimeSpan.Zero || bytes > _maxBytes)
        {
            return;
        }

        var hash = Hash(token);
        ref var set = ref SetOf(hash, out var first);
        var entry = new Entry(token, value, generation, from.UtcTicks, from.UtcTicks + lifetime.Ticks);
        lock (_writing)
        {
            if (!_disposed && TryChooseWay(ref set, _slots.AsSpan(first, _ways), TagOf(hash), entry, out var way))
            {
                Put(entry, TagOf(hash), bytes, ref set, first, way);
            }
        }
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        lock (_writing)
        {
            _disposed = true;
            _slots.AsSpan().Clear();
            _bytes = 0;
        }
    }

    /// <summary>
    /// Hashes the length and the end of the token, where the signature is: the part that differs from token to token. It
    /// only spreads; two tokens with one hash are told apart by comparing them whole.
    /// </summary>
    private static ulong Hash(ReadOnlySpan<char> token)
    {
        const int Sampled = 4 * sizeof(ulong) / sizeof(char);
        var hash = (ulong)token.Length * Multiplier;
        var end = token.Length > Sampled ? token[^(Sampled + 1)..^1] : token;
        foreach (var block in MemoryMarshal.Cast<char, ulong>(end))
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ block) * Multiplier;
        }

        return hash ^ (hash >> 32);
    }

    /// <summary>A part of the hash that did not choose the set.</summary>
    private static ushort TagOf(ulong hash) => (ushort)(hash >> 48);

    private ref CacheSet SetOf(ulong hash, out int firstSlot)
    {
        var set = (int)(hash & (uint)(_sets.Length - 1));
        firstSlot = set * _ways;
        return ref _sets[set];
    }

    private void Put(Entry entry, ushort tag, int bytes, ref CacheSet set, int first, int way)
    {
        ref var slot = ref _slots[first + way];
        Clear(ref slot);
        if (TryMakeRoom(bytes))
        {
            _bytes += bytes;
            set.Fill(way, tag, entry.Until);
            slot.Fill(entry, bytes);
        }
        else
        {
            set.NoteFree();
        }
    }

    /// <summary>The place of the same token, an empty or outlived one, or, for a token that comes again, one that nobody uses.</summary>
    private static bool TryChooseWay(ref CacheSet set, ReadOnlySpan<Slot> slots, ushort tag, Entry entry, out int way)
    {
        for (way = 0; way < slots.Length; way++)
        {
            if (set.MayHold(way, tag) && slots[way].Entry?.Token == entry.Token)
            {
                return true;
            }
        }

        way = set.IsFull(entry.From) ? -1 : FindFree(ref set, slots, entry.From);
        return way >= 0 || (set.IsReturning(tag) && set.TryTakeNextPlace(slots.Length, out way));
    }

    private static int FindFree(ref CacheSet set, ReadOnlySpan<Slot> slots, long now)
    {
        var firstEnd = long.MaxValue;
        for (var way = 0; way < slots.Length; way++)
        {
            if (slots[way].IsEmptyOrOver(now))
            {
                return way;
            }

            firstEnd = Math.Min(firstEnd, slots[way].End);
        }

        set.NoteFull(firstEnd);
        return -1;
    }

    /// <summary>Frees slots in turn until there is room, or until it has freed as many as one write may.</summary>
    private bool TryMakeRoom(int bytes)
    {
        for (var freed = 0; _bytes + bytes > _maxBytes && freed < MaxFreedSlots; freed++)
        {
            Free((int)(_hand++ % (uint)_slots.Length));
        }

        return _bytes + bytes <= _maxBytes;
    }

    private void Free(int place)
    {
        Clear(ref _slots[place]);
        _sets[place / _ways].NoteFree();
    }

    private void Clear(ref Slot slot)
    {
        _bytes -= slot.Bytes;
        slot = default;
    }

    private void Sweep()
    {
        var now = _time.GetUtcNow().UtcTicks;
        lock (_writing)
        {
            for (var place = 0; place < _slots.Length; place++)
            {
                if (_slots[place].Entry is not null && _slots[place].IsEmptyOrOver(now))
                {
                    Free(place);
                }
            }
        }
    }

    /// <summary>
    /// A place for an entry, with what a writer needs to know of it. Readers, who take no lock, may find the rest of one
    /// entry beside another: they miss then, for what decides stands in the entry.
    /// </summary>
    private struct Slot
    {
        private Entry? _entry;

        public Entry? Entry => Volatile.Read(ref _entry);

        public long End { get; private set; }

        public int Bytes { get; private set; }

        public void Fill(Entry entry, int bytes)
        {
            (End, Bytes) = (entry.Until, bytes);
            Volatile.Write(ref _entry, entry);
        }

        /// <summary>An empty place has ended at the beginning of time.</summary>
        public readonly bool IsEmptyOrOver(long now) => now >= End;
    }

    private sealed class Entry
    {
        private readonly object _generation;

        public Entry(string token, TValue value, object generation, long from, long until)
        {
            Token = token;
            Value = value;
            _generation = generation;
            From = from;
            Until = until;
        }

        public string Token { get; }

        public TValue Value { get; }

        /// <summary>When its token was judged, in ticks.</summary>
        public long From { get; }

        /// <summary>When it ends, in ticks.</summary>
        public long Until { get; }

        public bool IsUsable(object generation, DateTimeOffset now) =>
            ReferenceEquals(generation, _generation) && now.UtcTicks >= From && now.UtcTicks < Until;
    }
}
