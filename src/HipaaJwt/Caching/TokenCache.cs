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
    private const int MaxWays = 8;

    /// <summary>Of so many newcomers to a full set, one takes the place of an entry that nobody uses, the others that of the last one.</summary>
    private const int NewcomersToOnePlace = 8;

    /// <summary>How many slots a write may free elsewhere to make room in bytes; it bounds the work of one write.</summary>
    private const int MaxFreedSlots = 2 * MaxWays;

    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private readonly Slot[] _slots;
    private readonly Turn[] _turns;
    private readonly int _ways;
    private readonly int _setMask;
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
        _ways = Math.Min(capacity, MaxWays);
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)(capacity / _ways) + 1) / 2;
        _slots = new Slot[sets * _ways];
        _turns = new Turn[sets];
        _setMask = sets - 1;
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
        foreach (ref var slot in SetOf(hash))
        {
            if (slot.Tag == TagOf(hash) && slot.Entry is { } entry && token.SequenceEqual(entry.Token))
            {
                value = entry.Value;
                return entry.IsUsable(generation, now) && slot.MarkUsed();
            }
        }

        value = null;
        return false;
    }

    /// <summary>Adds an entry, or replaces the one of the same token; where there is no room in bytes, it does not.</summary>
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
        var end = from.UtcTicks + lifetime.Ticks;
        var entry = new Entry(token, value, generation, from.UtcTicks, end);
        lock (_writing)
        {
            if (!_disposed)
            {
                ref var slot = ref ChooseSlot(hash, token, from.UtcTicks);
                Clear(ref slot);
                if (TryMakeRoom(bytes))
                {
                    _bytes += bytes;
                    slot.Fill(entry, TagOf(hash), end, bytes);
                }
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

    /// <summary>The half of the hash that did not choose the set.</summary>
    private static uint TagOf(ulong hash) => (uint)(hash >> 32);

    /// <summary>
    /// The slot of the same token, an empty or outlived one, or else most of the time that of the newcomer before, unless it
    /// has been used since. So a stream of tokens that is longer than the table, and comes round again, finds most of a set
    /// where it left it, instead of each token pushing out the one that comes next.
    /// </summary>
    private ref Slot ChooseSlot(ulong hash, string token, long now)
    {
        var set = SetOf(hash);
        foreach (ref var slot in set)
        {
            if (slot.Entry is not { } entry || slot.IsOver(now) || (slot.Tag == TagOf(hash) && entry.Token == token))
            {
                return ref slot;
            }
        }

        ref var turn = ref _turns[SetIndexOf(hash)];
        if (turn.IsForTheNewest() && !set[turn.Newest].IsUsed)
        {
            return ref set[turn.Newest];
        }

        for (var passed = 0; passed < set.Length && set[turn.Next(set.Length)].PassOver(); passed++)
        {
        }

        return ref set[turn.Newest];
    }

    private int SetIndexOf(ulong hash) => (int)(hash & (uint)_setMask);

    private Span<Slot> SetOf(ulong hash) => _slots.AsSpan(SetIndexOf(hash) * _ways, _ways);

    /// <summary>Frees slots in turn until there is room, or until it has freed as many as one write may.</summary>
    private bool TryMakeRoom(int bytes)
    {
        for (var freed = 0; _bytes + bytes > _maxBytes && freed < MaxFreedSlots; freed++)
        {
            Clear(ref _slots[_hand++ % (uint)_slots.Length]);
        }

        return _bytes + bytes <= _maxBytes;
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
            foreach (ref var slot in _slots.AsSpan())
            {
                if (slot.Entry is not null && slot.IsOver(now))
                {
                    Clear(ref slot);
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
        private long _end;
        private bool _isUsed;

        public Entry? Entry => Volatile.Read(ref _entry);

        public uint Tag { get; private set; }

        public int Bytes { get; private set; }

        public void Fill(Entry entry, uint tag, long end, int bytes)
        {
            (Tag, _end, Bytes) = (tag, end, bytes);
            Volatile.Write(ref _entry, entry);
        }

        public readonly bool IsUsed => _isUsed;

        public readonly bool IsOver(long now) => now >= _end;

        /// <summary>The mark is written only where it changes, so that readers do not contend for it.</summary>
        public bool MarkUsed()
        {
            if (!_isUsed)
            {
                _isUsed = true;
            }

            return true;
        }

        /// <summary>Takes the mark away and says whether there was one.</summary>
        public bool PassOver()
        {
            var used = _isUsed;
            _isUsed = false;
            return used;
        }
    }

    /// <summary>Where in a set the newest entry stands, from which the search for the next place goes round, and how many came.</summary>
    private struct Turn
    {
        private byte _newcomers;

        public int Newest { get; private set; }

        public bool IsForTheNewest() => ++_newcomers % NewcomersToOnePlace != 0;

        public int Next(int places) => Newest = (Newest + 1) % places;
    }

    private sealed class Entry
    {
        private readonly object _generation;
        private readonly long _from;
        private readonly long _until;

        public Entry(string token, TValue value, object generation, long from, long until)
        {
            Token = token;
            Value = value;
            _generation = generation;
            _from = from;
            _until = until;
        }

        public string Token { get; }

        public TValue Value { get; }

        public bool IsUsable(object generation, DateTimeOffset now) =>
            ReferenceEquals(generation, _generation) && now.UtcTicks >= _from && now.UtcTicks < _until;
    }
}
