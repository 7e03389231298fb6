using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Auditing;

/// <summary>
/// Creates UUIDs of version 7 with a counter (RFC 9562 section 6.2, method 1). The UUIDs of one instance sort in the order of
/// their creation, even if the clock goes back.
/// </summary>
/// <remarks>Random bits are generated once per instance, because generating them for each event would dominate the cost.</remarks>
internal sealed class EventIds
{
    private const int LowBits = 30;
    private const long CounterMask = (1L << 42) - 1;

    private readonly uint _instance;
    private long _counter;
    private long _latest;

    public EventIds()
    {
        Span<byte> random = stackalloc byte[12];
        RandomNumberGenerator.Fill(random);
        _instance = BinaryPrimitives.ReadUInt32LittleEndian(random);

        // A random start separates the counters of two instances. A start in the lower half prevents an overflow.
        _counter = BinaryPrimitives.ReadInt64LittleEndian(random[4..]) & (CounterMask >> 1);
    }

    /// <summary>Creates the next UUID.</summary>
    /// <param name="time">The time of the event. The UUID contains its milliseconds, or those of an earlier UUID if they are later.</param>
    public Guid Next(DateTimeOffset time)
    {
        var milliseconds = Latest(time.ToUnixTimeMilliseconds());
        var counter = (ulong)(Interlocked.Increment(ref _counter) & CounterMask);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)milliseconds << 16) | 0x7000 | (counter >> LowBits));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (1UL << 63) | ((counter & ((1UL << LowBits) - 1)) << 32) | _instance);
        return new Guid(bytes, bigEndian: true);
    }

    private long Latest(long now)
    {
        for (var latest = Volatile.Read(ref _latest); now > latest; latest = Volatile.Read(ref _latest))
        {
            if (Interlocked.CompareExchange(ref _latest, now, latest) == latest)
            {
                return now;
            }
        }

        return Volatile.Read(ref _latest);
    }
}
