using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Text;

/// <summary>
/// A hash of short UTF-8 names, keyed at random for each process, so that nobody can prepare names that collide.
/// It spreads names over tables; it is no message digest.
/// </summary>
internal static class Utf8Hash
{
    private static readonly ulong Seed = RandomKey();
    private static readonly ulong Multiplier = RandomKey() | 1;

    public static uint Compute(ReadOnlySpan<byte> name)
    {
        var hash = Seed ^ ((ulong)name.Length * Multiplier);
        while (name.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(name));
            name = name[sizeof(ulong)..];
        }

        hash = Mix(hash, Tail(name));
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private static ulong Mix(ulong hash, ulong block)
    {
        var product = Math.BigMul(hash ^ block, Multiplier, out var low);
        return product ^ low;
    }

    /// <summary>The last zero to seven bytes as one number; the length, which is hashed too, keeps them apart.</summary>
    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(uint))
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) << 32);
        }

        return bytes.Length == 0 ? 0 : bytes[0] | ((ulong)bytes[bytes.Length / 2] << 8) | ((ulong)bytes[^1] << 16);
    }

    private static ulong RandomKey()
    {
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(key);
        return BinaryPrimitives.ReadUInt64LittleEndian(key);
    }
}
