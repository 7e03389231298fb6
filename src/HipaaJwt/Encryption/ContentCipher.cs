using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>Authenticated decryption of the content (RFC 7518, section 5).</summary>
internal static class ContentCipher
{
    /// <summary>Decrypts, where the tag is right.</summary>
    /// <param name="encryption">The algorithm.</param>
    /// <param name="key">The key, of the length that the algorithm demands.</param>
    /// <param name="content">What was encrypted, and what it is bound to.</param>
    /// <param name="plaintext">Room for as many bytes as the ciphertext has.</param>
    /// <param name="written">The length of the plaintext.</param>
    public static bool TryDecrypt(JweEncryptionRow encryption, ReadOnlySpan<byte> key, in JweContent content, Span<byte> plaintext, out int written)
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

    /// <summary>The platform tells a wrong tag by an exception and by nothing else.</summary>
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

    /// <summary>The MAC is compared before anything is decrypted, so nobody but the sender ever has a padding looked at.</summary>
    private static bool TryDecryptCbc(HashAlgorithmName hash, ReadOnlySpan<byte> key, in JweContent content, Span<byte> plaintext, out int written)
    {
        written = 0;
        var half = key.Length / 2;
        if (!HasTag(hash, key[..half], content))
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

    /// <summary>RFC 7518, section 5.2.2.1: the tag is the first half of the MAC.</summary>
    private static bool HasTag(HashAlgorithmName hash, ReadOnlySpan<byte> macKey, in JweContent content)
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
