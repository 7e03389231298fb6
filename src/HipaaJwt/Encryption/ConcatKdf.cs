using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Encryption;

/// <summary>The Concat KDF (NIST SP 800-56A, section 5.8.1) as RFC 7518, section 4.6.2 uses it, with SHA-256.</summary>
internal static class ConcatKdf
{
    /// <param name="secret">The shared secret Z.</param>
    /// <param name="algorithm">The name of the algorithm that the key is for.</param>
    /// <param name="partyU">What <c>apu</c> stands for.</param>
    /// <param name="partyV">What <c>apv</c> stands for.</param>
    /// <param name="key">The key to be filled.</param>
    public static void Derive(ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV, Span<byte> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var bits = key.Length * 8;
        for (var round = 1; !key.IsEmpty; round++)
        {
            AppendNumber(hash, round);
            hash.AppendData(secret);
            AppendCounted(hash, Encoding.ASCII.GetBytes(algorithm));
            AppendCounted(hash, partyU);
            AppendCounted(hash, partyV);
            AppendNumber(hash, bits);
            hash.GetHashAndReset(digest);
            var taken = Math.Min(digest.Length, key.Length);
            digest[..taken].CopyTo(key);
            key = key[taken..];
        }

        CryptographicOperations.ZeroMemory(digest);
    }

    private static void AppendCounted(IncrementalHash hash, ReadOnlySpan<byte> data)
    {
        AppendNumber(hash, data.Length);
        hash.AppendData(data);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
