using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// One use of a DPoP proof or of a one-time token. Its members are digests of identifiers, so a store contains no personal data.
/// They do not depend on the text of the token, because another ECDSA signature of the same token also verifies.
/// </summary>
public readonly record struct ReplayEntry
{
    /// <summary>The digest of what is used: 43 characters of base64url.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// The digest of the issuer and the subject of the token, so that a store can limit each sender: 43 characters of base64url.
    /// </summary>
    public required string Owner { get; init; }

    /// <summary>
    /// The last moment at which the use could be accepted, inclusive. A store must keep the entry until then and may remove it
    /// afterwards.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>
    /// Creates the entry of a DPoP proof, which its key and its <c>jti</c> identify. The owner is the subject of the token, because
    /// a client can create any number of keys.
    /// </summary>
    internal static ReplayEntry ForProof(
        ReadOnlySpan<byte> keyThumbprint, ReadOnlySpan<byte> id, ReadOnlySpan<byte> issuer, string subject, DateTimeOffset expiresAt)
    {
        return new ReplayEntry
        {
            Key = ComputeDigest("dpop jti", keyThumbprint, id),
            Owner = ComputeOwner(issuer, subject),
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>Creates the entry of a one-time token, which its issuer and its <c>jti</c> identify.</summary>
    internal static ReplayEntry ForToken(ReadOnlySpan<byte> issuer, string id, string subject, DateTimeOffset expiresAt) => new()
    {
        Key = ComputeDigest("token jti", issuer, Encoding.UTF8.GetBytes(id)),
        Owner = ComputeOwner(issuer, subject),
        ExpiresAt = expiresAt,
    };

    /// <summary>Creates the entry of one attempt to process a logout token, which its issuer and its <c>jti</c> identify.</summary>
    internal static ReplayEntry ForLogoutToken(
        ReadOnlySpan<byte> issuer, string id, string subject, int attempt, DateTimeOffset expiresAt) => new()
        {
            Key = ComputeDigest(
            string.Create(CultureInfo.InvariantCulture, $"logout jti {attempt}"), issuer, Encoding.UTF8.GetBytes(id)),
            Owner = ComputeOwner(issuer, subject),
            ExpiresAt = expiresAt,
        };

    private static string ComputeOwner(ReadOnlySpan<byte> issuer, string subject) =>
        ComputeDigest("token sub", issuer, Encoding.UTF8.GetBytes(subject));

    /// <summary>Prefixes the first part with its length, so that different pairs never have the same input.</summary>
    private static string ComputeDigest(string kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
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
