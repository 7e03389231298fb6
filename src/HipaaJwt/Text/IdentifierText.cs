using System.Buffers;
using System.Runtime.CompilerServices;

namespace HipaaJwt.Text;

/// <summary>
/// Validates identifiers: non-empty UTF-8 without control characters. A control character could break a log line, or truncate
/// the identifier in another system.
/// </summary>
internal static class IdentifierText
{
    private const byte Delete = 0x7F;
    private const byte Latin1ControlLead = 0xC2;

    private static readonly SearchValues<byte> AsciiControls = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000E\u000F"u8
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F"u8);

    public static bool IsValid(ReadOnlySpan<byte> utf8) =>
        !utf8.IsEmpty && !utf8.ContainsAny(AsciiControls) && !ContainsLatin1Control(utf8);

    /// <summary>Validates a JSON string value. The JSON text must have been validated.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json, JsonValue value)
    {
        if (value.Kind != JsonKind.String)
        {
            return false;
        }

        if (value.IsEscaped)
        {
            return IsValidUnescaped(json, value);
        }

        // Valid JSON contains no raw control characters except DEL and U+0080 to U+009F, so one search is usually enough.
        var raw = value.RawIn(json);
        return !raw.IsEmpty && (raw.IndexOfAny(Delete, Latin1ControlLead) < 0 || IsValid(raw));
    }

    /// <summary>Whether a value is an identifier or a non-empty array of identifiers, like <c>aud</c> (RFC 7519, section 4.1.3).</summary>
    public static bool IsOneOrMore(ReadOnlySpan<byte> json, JsonValue value)
    {
        if (value.Kind != JsonKind.Array)
        {
            return IsValid(json, value);
        }

        var count = 0;
        foreach (var element in new JsonArray(json, value))
        {
            if (!IsValid(json, element))
            {
                return false;
            }

            count++;
        }

        return count > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsValidUnescaped(ReadOnlySpan<byte> json, JsonValue value)
    {
        using var scratch = PooledBuffer.Rent(value.Length);
        return IsValid(JsonText.Unescaped(json, value, scratch.Span));
    }

    /// <summary>In UTF-8, U+0080 to U+009F are two bytes: 0xC2 and the code point.</summary>
    private static bool ContainsLatin1Control(ReadOnlySpan<byte> utf8)
    {
        for (var lead = utf8.IndexOf(Latin1ControlLead); lead >= 0 && lead + 1 < utf8.Length; lead = utf8.IndexOf(Latin1ControlLead))
        {
            if (utf8[lead + 1] < 0xA0)
            {
                return true;
            }

            utf8 = utf8[(lead + 2)..];
        }

        return false;
    }
}
