using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.AuditLog.Keys;

/// <summary>Strict base64 (RFC 4648 section 4): padded, without white space, and only the text that encoding gives.</summary>
internal static class Base64Text
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        bytes = Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
        if (bytes is not null && Convert.ToBase64String(bytes) != text)
        {
            bytes = null;
        }

        return bytes is not null;
    }
}
