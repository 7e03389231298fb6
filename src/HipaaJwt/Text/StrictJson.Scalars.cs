using System.Numerics;
using System.Runtime.Intrinsics;

namespace HipaaJwt.Text;

/// <content>Reads strings, numbers and literals.</content>
internal ref partial struct StrictJson
{
    /// <summary>Reads from the opening quote to after the closing quote. The value's position excludes both.</summary>
    private int ReadString(int position, out JsonValue value)
    {
        var end = SkipPlainText(position + 1);
        var escaped = ByteAt(end) == '\\';
        while (ByteAt(end) == '\\')
        {
            end = SkipPlainText(SkipEscape(end));
        }

        value = new JsonValue(position + 1, end - position - 1, JsonKind.String, escaped);
        return ByteAt(end) == '"' ? end + 1 : Failed;
    }

    /// <summary>The position of the first quote, backslash or control character. Inlined for speed: most strings are short.</summary>
    private readonly int SkipPlainText(int position)
    {
        for (; position >= 0 && position <= _json.Length - Vector128<byte>.Count; position += Vector128<byte>.Count)
        {
            var block = Vector128.Create(_json.Slice(position, Vector128<byte>.Count));
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block, Vector128.Create((byte)0x20));
            var mask = ends.ExtractMostSignificantBits();
            if (mask != 0)
            {
                return position + BitOperations.TrailingZeroCount(mask);
            }
        }

        while (ByteAt(position) is >= 0x20 and not (byte)'"' and not (byte)'\\')
        {
            position++;
        }

        return position;
    }

    private readonly int SkipEscape(int position)
    {
        var rest = _json[position..];
        if (rest.Length < 2)
        {
            return Failed;
        }

        if (rest[1] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(rest[1]) ? position + 2 : Failed;
        }

        if (!JsonText.TryReadCodeUnit(rest, out var unit) || char.IsLowSurrogate(unit))
        {
            return Failed;
        }

        if (!char.IsHighSurrogate(unit))
        {
            return position + 6;
        }

        return JsonText.TryReadCodeUnit(rest[6..], out var low) && char.IsLowSurrogate(low) ? position + 12 : Failed;
    }

    private readonly int ReadLiteral(int position, ReadOnlySpan<byte> literal, JsonKind kind, out JsonValue value)
    {
        value = new JsonValue(position, literal.Length, kind);
        return _json[position..].StartsWith(literal) ? position + literal.Length : Failed;
    }

    private readonly int ReadNumber(int position, out JsonValue value)
    {
        var start = position;
        position += ByteAt(position) == '-' ? 1 : 0;
        position = ByteAt(position) == '0' ? position + 1 : SkipDigits(position);
        if (ByteAt(position) == '.')
        {
            position = SkipDigits(position + 1);
        }

        if (ByteAt(position) is (byte)'e' or (byte)'E')
        {
            position += ByteAt(position + 1) is (byte)'+' or (byte)'-' ? 2 : 1;
            position = SkipDigits(position);
        }

        value = new JsonValue(start, position - start, JsonKind.Number);
        return position;
    }

    /// <summary>Skips digits; at least one is required.</summary>
    private readonly int SkipDigits(int position)
    {
        var start = position;
        while (ByteAt(position) is >= (byte)'0' and <= (byte)'9')
        {
            position++;
        }

        return position == start ? Failed : position;
    }
}
