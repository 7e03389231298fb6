using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>Reads the SHA-256 digests in tokens and proofs, which are 43 characters of base64url.</summary>
internal static class Thumbprint
{
    /// <summary>The length in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>Reads a digest from a member of a validated JSON text.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="value">The value of the member, of any kind.</param>
    /// <param name="digest">The buffer for the digest, exactly 32 bytes.</param>
    /// <returns>False if the value is not an unescaped string that encodes exactly one digest.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, JsonValue value, Span<byte> digest) =>
        value is { Kind: JsonKind.String, IsEscaped: false } && StrictBase64Url.TryDecodeExactly(value.RawIn(json), digest);
}
