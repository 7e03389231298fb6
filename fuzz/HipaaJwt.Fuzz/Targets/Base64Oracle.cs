using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Decodes base64url independently of the library. It uses the platform's base64, and accepts a text only if encoding its bytes
/// produces the same text.
/// </summary>
internal static class Base64Oracle
{
    /// <summary>Decodes canonical base64url.</summary>
    /// <returns>The bytes; null if the text is not canonical.</returns>
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
        var isBase64 = Convert.TryFromBase64String(padded, bytes, out var written);
        return isBase64 && text.SequenceEqual(Bytes.Of(Encode(bytes.AsSpan(0, written)))) ? bytes[..written] : null;
    }

    public static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
