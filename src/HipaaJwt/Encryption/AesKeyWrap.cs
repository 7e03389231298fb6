using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>Unwraps keys with AES Key Wrap (RFC 3394). The platform supports only the variant with padding (RFC 5649).</summary>
internal static class AesKeyWrap
{
    /// <summary>The difference in bytes between a wrapped key and its key.</summary>
    public const int OverheadBytes = Half;

    private const int Half = 8;
    private const int Rounds = 6;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Unwraps a key of exactly the length of the destination (RFC 3394, section 2.2.2).</summary>
    /// <returns>False if the wrapped key is not valid; the destination then has no meaning.</returns>
    public static bool TryUnwrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        if (wrapped.Length != key.Length + OverheadBytes)
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(wrappingKey);
#pragma warning disable CA5358 // AES Key Wrap consists of single AES blocks, and ECB is how the platform provides them.
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
            var register = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step;
            BinaryPrimitives.WriteUInt64BigEndian(block, register);
            part.CopyTo(block.AsSpan(Half));
            decryptor.TransformBlock(block, 0, block.Length, block, 0);
            block.AsSpan(Half).CopyTo(part);
        }

        var isValid = BinaryPrimitives.ReadUInt64BigEndian(block) == InitialValue;
        CryptographicOperations.ZeroMemory(block);
        return isValid;
    }
}
