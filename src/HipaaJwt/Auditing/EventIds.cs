using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Auditing;

/// <summary>
/// Makes UUIDs of version 7 with a counter (RFC 9562, section 6.2, method 1): those of one instance sort in the order in which
/// they were made. Random bits are drawn once, for drawing them for each event would cost more than all the rest.
/// </summary>
internal sealed class EventIds
{
    private const int LowBits = 30;
    private const long CounterMask = (1L << 42) - 1;

    private readonly uint _instance;
    private long _counter;

    public EventIds()
    {
        Span<byte> random = stackalloc byte[12];
        RandomNumberGenerator.Fill(random);
        _instance = BinaryPrimitives.ReadUInt32LittleEndian(random);

        // A random start below the middle: two instances do not count in step, and none gets to the end.
        _counter = BinaryPrimitives.ReadInt64LittleEndian(random[4..]) & (CounterMask >> 1);
    }

    public Guid Next(DateTimeOffset time)
    {
        var counter = (ulong)(Interlocked.Increment(ref _counter) & CounterMask);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)time.ToUnixTimeMilliseconds() << 16) | 0x7000 | (counter >> LowBits));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (1UL << 63) | ((counter & ((1UL << LowBits) - 1)) << 32) | _instance);
        return new Guid(bytes, bigEndian: true);
    }
}
