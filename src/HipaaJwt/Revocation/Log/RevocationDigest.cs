using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Revocations;

/// <summary>Computes the keys of revocations, so that stores contain no identifiers.</summary>
internal static class RevocationDigest
{
    /// <summary>Computes the key of a kind, an issuer and an identifier.</summary>
    /// <param name="kind">What the revocation ends.</param>
    /// <param name="issuer">The name of the issuer in the options, in UTF-8.</param>
    /// <param name="identifier">The <c>jti</c>, <c>sid</c>, subject or <c>kid</c>; empty for an issuer.</param>
    /// <returns>The first half of a SHA-256 digest. A collision would only reject a token.</returns>
    public static UInt128 Compute(RevocationKind kind, ReadOnlySpan<byte> issuer, string identifier)
    {
        // The length of the issuer separates it from the identifier, so different inputs never have the same bytes.
        using var buffer = PooledBuffer.Rent(1 + sizeof(int) + issuer.Length + Encoding.UTF8.GetByteCount(identifier));
        var bytes = buffer.Span;
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], issuer.Length);
        issuer.CopyTo(bytes[(1 + sizeof(int))..]);
        Encoding.UTF8.GetBytes(identifier, bytes[(1 + sizeof(int) + issuer.Length)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
