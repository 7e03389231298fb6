using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HipaaJwt.TokenIssuer.Requests;

/// <summary>Decodes text of forms strictly (RFC 6749, appendix B).</summary>
internal static class FormText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a name or a value.</summary>
    /// <returns>False if it is not printable ASCII, has an incomplete escape, or is not UTF-8 after decoding.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var index = 0; index < encoded.Length; index++)
        {
            var value = encoded[index];
            if (value == '%')
            {
                if (!TryReadEscape(encoded[(index + 1)..], out value))
                {
                    return false;
                }

                index += 2;
            }
            else if (value is <= 0x20 or >= 0x7F)
            {
                return false;
            }
            else if (value == '+')
            {
                value = (byte)' ';
            }

            decoded[length++] = value;
        }

        return TryDecodeUtf8(decoded.AsSpan(0, length), out text);
    }

    public static bool TryDecodeUtf8(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = StrictUtf8.GetString(utf8);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> digits, out byte value)
    {
        value = 0;
        if (digits.Length < 2 || !char.IsAsciiHexDigit((char)digits[0]) || !char.IsAsciiHexDigit((char)digits[1]))
        {
            return false;
        }

        value = (byte)((Convert.FromHexString([(char)digits[0], (char)digits[1]]))[0]);
        return true;
    }
}
