using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>Reads SHA-256 digests as tokens and proofs write them: 43 characters of base64url.</summary>
internal static class Thumbprint
{
    /// <summary>Reads a member of a JSON text that has been checked.</summary>
    /// <param name="json">The text.</param>
    /// <param name="value">The member's value, of whatever kind.</param>
    /// <param name="digest">Room for exactly one digest.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, JsonValue value, Span<byte> digest) =>
        value is { Kind: JsonKind.String, IsEscaped: false } && StrictBase64Url.TryDecodeExactly(value.RawIn(json), digest);
}
