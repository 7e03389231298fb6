using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>Reads SHA-256 digests as tokens and proofs write them: 43 characters of base64url.</summary>
internal static class Thumbprint
{
    /// <summary>Reads a member of a JSON text that has been checked.</summary>
    /// <param name="json">The text.</param>
    /// <param name="value">The member's value, of whatever kind.</param>
    /// <param name="digest">Room for exactly one digest.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, JsonValue value, Span<byte> digest)
    {
        if (value.Kind != JsonKind.String || value.IsEscaped)
        {
            return false;
        }

        var text = value.RawIn(json);
        return StrictBase64Url.IndexOutsideAlphabet(text) < 0
            && StrictBase64Url.IsCanonical(text)
            && StrictBase64Url.DecodedLength(text.Length) == SHA256.HashSizeInBytes
            && StrictBase64Url.TryDecode(text, digest, out _);
    }
}
