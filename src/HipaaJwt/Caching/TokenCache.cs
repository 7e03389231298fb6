using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HipaaJwt.Caching;

/// <summary>
/// Remembers what became of tokens that passed every check. A table of small sets: a token's hash names its set, and only
/// the whole token, compared to the last character, finds its entry. Reads take no lock; a write looks at one set.
/// </summary>
/// <typeparam name="TValue">What is remembered.</typeparam>
internal sealed class TokenCache<TValue> : IDisposable
    where TValue : class
{
    private const int MaxWays = 8;

    /// <summary>How many slots a write may free elsewhere to make room in bytes; it bounds the work of one write.</summary>
    private const int MaxFreedSlots = 2 * MaxWays;

    private static readonly ulong Multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private readonly Entry?[] _slots;
    private readonly int _ways;
    private readonly int _setMask;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private long _bytes;
    private int _hand;
    private volatile bool _disposed;

    /// <param name="capacity">The most entries there may be; at least one.</param>
    /// <param name="maxBytes">The most memory that all entries may take.</param>
    /// <param name="sweepInterval">How often entries whose time is over are dropped, used or not.</param>
    /// <param name="time">The clock.</param>
    public TokenCache(int capacity, long maxBytes, TimeSpan sweepInterval, TimeProvider time)
    {
        _ways = Math.Min(capacity, MaxWays);
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)(capacity / _ways) + 1) / 2;
        _slots = new Entry?[sets * _ways];
        _setMask = sets - 1;
        _maxBytes = maxBytes;
        _time = time;
        _sweeper = time.CreateTimer(static cache => ((TokenCache<TValue>)cache!).Sweep(), this, sweepInterval, sweepInterval);
    }

    /// <summary>How many entries there are, whether their time is over or not.</summary>
    public int Count => _slots.Count(slot => slot is not null);

    /// <summary>The memory that all entries take, as told when they were added.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Finds the entry of a token that was added under the same generation and whose time is now.</summary>
    public bool TryGet(ReadOnlySpan<char> token, object generation, DateTimeOffset now, [NotNullWhen(true)] out TValue? value)
    {
        var hash = Hash(token);
        foreach (ref var slot in SetOf(hash))
        {
            var entry = Volatile.Read(ref slot);
            if (entry is not null && entry.Hash == hash && token.SequenceEqual(entry.Token))
            {
                value = entry.Value;
                return entry.IsUsable(generation, now);
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
        if (lifetime <= TimeSpan.Zero || bytes > _maxBytes || !TryReserve(bytes))
        {
            return;
        }

        var entry = new Entry(token, Hash(token), value, generation, from.UtcTicks, from.UtcTicks + lifetime.Ticks, bytes);
        ref var slot = ref ChooseSlot(SetOf(entry.Hash), entry, from);
        Replace(ref slot, entry);
        if (_disposed)
        {
            Replace(ref slot, null);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _sweeper.Dispose();
        foreach (ref var slot in _slots.AsSpan())
        {
            Replace(ref slot, null);
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

    private Span<Entry?> SetOf(ulong hash) => _slots.AsSpan((int)(hash & (uint)_setMask) * _ways, _ways);

    /// <summary>The slot of the same token, an empty or outlived one, or the first that was not used since it was last passed.</summary>
    private static ref Entry? ChooseSlot(Span<Entry?> set, Entry added, DateTimeOffset now)
    {
        foreach (ref var slot in set)
        {
            var entry = slot;
            if (entry is null || entry.IsOver(now) || entry.IsOf(added))
            {
                return ref slot;
            }
        }

        foreach (ref var slot in set)
        {
            if (slot is not { } entry || !entry.PassOver())
            {
                return ref slot;
            }
        }

        return ref set[0];
    }

    private bool TryReserve(int bytes)
    {
        for (var freed = 0; Interlocked.Add(ref _bytes, bytes) > _maxBytes; freed++)
        {
            Interlocked.Add(ref _bytes, -bytes);
            if (freed == MaxFreedSlots)
            {
                return false;
            }

            Replace(ref _slots[(uint)Interlocked.Increment(ref _hand) % (uint)_slots.Length], null);
        }

        return true;
    }

    private void Replace(ref Entry? slot, Entry? entry)
    {
        if (Interlocked.Exchange(ref slot, entry) is { } replaced)
        {
            Interlocked.Add(ref _bytes, -replaced.Bytes);
        }
    }

    private void Sweep()
    {
        var now = _time.GetUtcNow();
        foreach (ref var slot in _slots.AsSpan())
        {
            var entry = slot;
            if (entry is not null && entry.IsOver(now) && Interlocked.CompareExchange(ref slot, null, entry) == entry)
            {
                Interlocked.Add(ref _bytes, -entry.Bytes);
            }
        }
    }

    private sealed class Entry
    {
        private readonly object _generation;
        private readonly long _from;
        private readonly long _until;
        private bool _used;

        public Entry(string token, ulong hash, TValue value, object generation, long from, long until, int bytes)
        {
            Token = token;
            Hash = hash;
            Value = value;
            Bytes = bytes;
            _generation = generation;
            _from = from;
            _until = until;
        }

        public string Token { get; }

        public ulong Hash { get; }

        public TValue Value { get; }

        public int Bytes { get; }

        /// <summary>The hash comes first: to compare tokens means to fetch them from memory, where they have long been lying.</summary>
        public bool IsOf(Entry other) => Hash == other.Hash && Token == other.Token;

        public bool IsOver(DateTimeOffset now) => now.UtcTicks >= _until;

        /// <summary>The mark is written only where it changes, so that readers do not contend for it.</summary>
        public bool IsUsable(object generation, DateTimeOffset now)
        {
            var ticks = now.UtcTicks;
            var usable = ReferenceEquals(generation, _generation) && ticks >= _from && ticks < _until;
            if (usable && !_used)
            {
                _used = true;
            }

            return usable;
        }

        /// <summary>Takes the mark away and says whether there was one.</summary>
        public bool PassOver()
        {
            var used = _used;
            _used = false;
            return used;
        }
    }
}
