using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>AES Key Wrap (RFC 3394), which the platform has with padding alone (RFC 5649).</summary>
internal static class AesKeyWrap
{
    /// <summary>What a wrapped key is longer by.</summary>
    public const int ExtraBytes = Half;

    private const int Half = 8;
    private const int Rounds = 6;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Unwraps a key (RFC 3394, section 2.2.2) of exactly the length of the destination.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        if (wrapped.Length != key.Length + ExtraBytes)
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(wrappingKey);
#pragma warning disable CA5358 // The algorithm is made of single blocks, and this mode is how the platform gives one.
        aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        aes.Padding = PaddingMode.None;
        using var decryptor = aes.CreateDecryptor();
        var block = new byte[2 * Half];
        wrapped[..Half].CopyTo(block);
        wrapped[Half..].CopyTo(key);
        for (var step = Rounds * key.Length / Half; step > 0; step--)
        {
            var part = key.Slice((step - 1) * Half % key.Length, Half);
            var counted = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step;
            BinaryPrimitives.WriteUInt64BigEndian(block, counted);
            part.CopyTo(block.AsSpan(Half));
            decryptor.TransformBlock(block, 0, block.Length, block, 0);
            block.AsSpan(Half).CopyTo(part);
        }

        var isKey = BinaryPrimitives.ReadUInt64BigEndian(block) == InitialValue;
        CryptographicOperations.ZeroMemory(block);
        return isKey;
    }
}
