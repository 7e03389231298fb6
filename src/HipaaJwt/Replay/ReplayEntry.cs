using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Something that may be used once. Its texts are digests, so a store holds nothing that tells of a person, and they go by
/// identifiers, never by the text of a token: an ECDSA signature has a twin that verifies as well.
/// </summary>
public readonly record struct ReplayEntry
{
    /// <summary>What must not be used again: 43 characters of base64url.</summary>
    public required string Key { get; init; }

    /// <summary>Who uses it, so that a store can give each its share of the room: 43 characters of base64url.</summary>
    public required string Owner { get; init; }

    /// <summary>Until when the entry must be remembered, this moment included. After that it would be refused for its age.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// The use of a DPoP proof, which is known by its key and its <c>jti</c>. It counts for the token's subject: a client can make
    /// as many keys as it likes.
    /// </summary>
    internal static ReplayEntry OfProof(
        ReadOnlySpan<byte> keyThumbprint, ReadOnlySpan<byte> id, ReadOnlySpan<byte> issuer, string subject, DateTimeOffset expiresAt)
    {
        return new ReplayEntry
        {
            Key = Digest("dpop jti", keyThumbprint, id),
            Owner = OwnerOf(issuer, subject),
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>The use of a one-time token, which is known by its issuer and its <c>jti</c>.</summary>
    internal static ReplayEntry OfToken(ReadOnlySpan<byte> issuer, string id, string subject, DateTimeOffset expiresAt) => new()
    {
        Key = Digest("token jti", issuer, Encoding.UTF8.GetBytes(id)),
        Owner = OwnerOf(issuer, subject),
        ExpiresAt = expiresAt,
    };

    private static string OwnerOf(ReadOnlySpan<byte> issuer, string subject) => Digest("token sub", issuer, Encoding.UTF8.GetBytes(subject));

    /// <summary>The length of the first part goes before it, so that no two pairs make the same text.</summary>
    private static string Digest(string kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var buffer = PooledBuffer.Rent(kind.Length + sizeof(int) + first.Length + second.Length);
        var rest = buffer.Span[Encoding.ASCII.GetBytes(kind, buffer.Span)..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, first.Length);
        first.CopyTo(rest[sizeof(int)..]);
        second.CopyTo(rest[(sizeof(int) + first.Length)..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.Span, digest);
        return Base64Url.EncodeToString(digest);
    }
}
