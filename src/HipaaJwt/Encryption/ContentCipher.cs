using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>Decrypts and authenticates the content of a JWE (RFC 7518, section 5).</summary>
internal static class ContentCipher
{
    /// <summary>Decrypts the content if its tag is valid.</summary>
    /// <param name="encryption">The algorithm.</param>
    /// <param name="key">The key, of the length that the algorithm requires.</param>
    /// <param name="content">The ciphertext, its initialization vector, its tag and the authenticated data.</param>
    /// <param name="plaintext">Space for as many bytes as the ciphertext has.</param>
    /// <param name="written">The length of the plaintext in bytes; 0 on failure.</param>
    public static bool TryDecrypt(
        JweEncryptionRow encryption, ReadOnlySpan<byte> key, in JweContent content, Span<byte> plaintext, out int written)
    {
        written = 0;
        if (content.Iv.Length != encryption.IvBytes || content.Tag.Length != encryption.TagBytes)
        {
            return false;
        }

        return encryption.MacHash is { } hash
            ? TryDecryptCbc(hash, key, content, plaintext, out written)
            : TryDecryptGcm(key, content, plaintext, out written);
    }

    /// <summary>The platform reports a wrong tag only by an exception.</summary>
    private static bool TryDecryptGcm(ReadOnlySpan<byte> key, in JweContent content, Span<byte> plaintext, out int written)
    {
        using var aes = new AesGcm(key, content.Tag.Length);
        try
        {
            written = content.Ciphertext.Length;
            aes.Decrypt(content.Iv, content.Ciphertext, content.Tag, plaintext[..written], content.AssociatedData);
            return true;
        }
        catch (CryptographicException)
        {
            written = 0;
            return false;
        }
    }

    /// <summary>The MAC is verified before decryption, so an attacker cannot use the padding as an oracle.</summary>
    private static bool TryDecryptCbc(
        HashAlgorithmName hash, ReadOnlySpan<byte> key, in JweContent content, Span<byte> plaintext, out int written)
    {
        written = 0;
        var half = key.Length / 2;
        if (!VerifyTag(hash, key[..half], content))
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(key[half..]);
        try
        {
            return aes.TryDecryptCbc(content.Ciphertext, content.Iv, plaintext, out written);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Verifies the tag, which is the first half of the MAC (RFC 7518, section 5.2.2.1).</summary>
    private static bool VerifyTag(HashAlgorithmName hash, ReadOnlySpan<byte> macKey, in JweContent content)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bits, content.AssociatedData.Length * 8L);
        using var hmac = IncrementalHash.CreateHMAC(hash, macKey);
        hmac.AppendData(content.AssociatedData);
        hmac.AppendData(content.Iv);
        hmac.AppendData(content.Ciphertext);
        hmac.AppendData(bits);
        Span<byte> mac = stackalloc byte[SHA512.HashSizeInBytes];
        hmac.GetHashAndReset(mac);
        return CryptographicOperations.FixedTimeEquals(mac[..content.Tag.Length], content.Tag);
    }
}
