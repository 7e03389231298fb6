using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Base64url by another way than the library's: the platform's plain base64, and the rule that a text is canonical where
/// writing its bytes gives the same text.
/// </summary>
internal static class Base64Oracle
{
    /// <summary>The bytes, or null where the text is not the one encoding of anything.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character is not ((byte)'-' or (byte)'_'))
            {
                return null;
            }
        }

        var plain = Encoding.ASCII.GetString(text).Replace('-', '+').Replace('_', '/');
        var padded = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var written) && text.SequenceEqual(Bytes.Of(Encode(bytes.AsSpan(0, written))))
            ? bytes[..written]
            : null;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
