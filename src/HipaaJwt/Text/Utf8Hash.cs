using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Text;

/// <summary>
/// Hashes short UTF-8 names for lookup tables. The key is random for each process, so an attacker cannot prepare colliding names.
/// It is not a cryptographic hash.
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

    /// <summary>The last zero to seven bytes as a number. The length is hashed too, so different lengths stay distinct.</summary>
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
