using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Encryption;

/// <summary>Derives keys with the Concat KDF and SHA-256 (RFC 7518, section 4.6.2; NIST SP 800-56A, section 5.8.1).</summary>
internal static class ConcatKdf
{
    /// <param name="secret">The shared secret Z.</param>
    /// <param name="algorithm">The name of the algorithm that uses the key.</param>
    /// <param name="partyU">The decoded <c>apu</c>.</param>
    /// <param name="partyV">The decoded <c>apv</c>.</param>
    /// <param name="key">The derived key, filled completely.</param>
    public static void Derive(
        ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> partyU, ReadOnlySpan<byte> partyV, Span<byte> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var bits = key.Length * 8;
        for (var round = 1; !key.IsEmpty; round++)
        {
            AppendNumber(hash, round);
            hash.AppendData(secret);
            AppendWithLength(hash, Encoding.ASCII.GetBytes(algorithm));
            AppendWithLength(hash, partyU);
            AppendWithLength(hash, partyV);
            AppendNumber(hash, bits);
            hash.GetHashAndReset(digest);
            var copied = Math.Min(digest.Length, key.Length);
            digest[..copied].CopyTo(key);
            key = key[copied..];
        }

        CryptographicOperations.ZeroMemory(digest);
    }

    private static void AppendWithLength(IncrementalHash hash, ReadOnlySpan<byte> data)
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
