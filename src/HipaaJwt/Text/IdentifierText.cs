using System.Buffers;
using System.Runtime.CompilerServices;

namespace HipaaJwt.Text;

/// <summary>
/// What may stand in a value that names somebody or something: any UTF-8 but control characters, which would let a name
/// break a line of a log or end early in another system.
/// </summary>
internal static class IdentifierText
{
    private const byte Delete = 0x7F;
    private const byte LeadOfLatin1Controls = 0xC2;

    private static readonly SearchValues<byte> AsciiControls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), Delete]);

    public static bool IsValid(ReadOnlySpan<byte> utf8) =>
        !utf8.IsEmpty && !utf8.ContainsAny(AsciiControls) && !ContainsLatin1Control(utf8);

    /// <summary>The same for a string value of a JSON text that has been checked.</summary>
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

        // JSON has no raw control characters but DEL and those of Latin 1, so nearly always one search is enough.
        var raw = value.RawIn(json);
        return !raw.IsEmpty && (raw.IndexOfAny(Delete, LeadOfLatin1Controls) < 0 || IsValid(raw));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsValidUnescaped(ReadOnlySpan<byte> json, JsonValue value)
    {
        using var scratch = PooledBuffer.Rent(value.Length);
        return IsValid(JsonText.Unescaped(json, value, scratch.Span));
    }

    /// <summary>U+0080 to U+009F are two bytes: 0xC2 and the code point itself.</summary>
    private static bool ContainsLatin1Control(ReadOnlySpan<byte> utf8)
    {
        for (var lead = utf8.IndexOf(LeadOfLatin1Controls); lead >= 0 && lead + 1 < utf8.Length; lead = utf8.IndexOf(LeadOfLatin1Controls))
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
