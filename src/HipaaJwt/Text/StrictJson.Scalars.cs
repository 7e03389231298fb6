using System.Numerics;
using System.Runtime.Intrinsics;

namespace HipaaJwt.Text;

/// <content>Strings, numbers and the three literals.</content>
internal ref partial struct StrictJson
{
    /// <summary>Reads from the opening quote to behind the closing one. The value's place excludes both.</summary>
    private int ReadString(int at, out JsonValue value)
    {
        var end = SkipPlainText(at + 1);
        var escaped = ByteAt(end) == '\\';
        while (ByteAt(end) == '\\')
        {
            end = SkipPlainText(SkipEscape(end));
        }

        value = new JsonValue(at + 1, end - at - 1, JsonKind.String, escaped);
        return ByteAt(end) == '"' ? end + 1 : Failed;
    }

    /// <summary>The place of the first byte that ends plain text. Most strings are short, so no general search is called for them.</summary>
    private readonly int SkipPlainText(int at)
    {
        for (; at >= 0 && at <= _json.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var block = Vector128.Create(_json.Slice(at, Vector128<byte>.Count));
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block, Vector128.Create((byte)0x20));
            var mask = ends.ExtractMostSignificantBits();
            if (mask != 0)
            {
                return at + BitOperations.TrailingZeroCount(mask);
            }
        }

        while (ByteAt(at) is >= 0x20 and not (byte)'"' and not (byte)'\\')
        {
            at++;
        }

        return at;
    }

    private readonly int SkipEscape(int at)
    {
        var rest = _json[at..];
        if (rest.Length < 2)
        {
            return Failed;
        }

        if (rest[1] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(rest[1]) ? at + 2 : Failed;
        }

        if (!JsonText.TryReadCodeUnit(rest, out var unit) || char.IsLowSurrogate(unit))
        {
            return Failed;
        }

        if (!char.IsHighSurrogate(unit))
        {
            return at + 6;
        }

        return JsonText.TryReadCodeUnit(rest[6..], out var low) && char.IsLowSurrogate(low) ? at + 12 : Failed;
    }

    private readonly int ReadLiteral(int at, ReadOnlySpan<byte> literal, JsonKind kind, out JsonValue value)
    {
        value = new JsonValue(at, literal.Length, kind);
        return _json[at..].StartsWith(literal) ? at + literal.Length : Failed;
    }

    private readonly int ReadNumber(int at, out JsonValue value)
    {
        var start = at;
        at += ByteAt(at) == '-' ? 1 : 0;
        at = ByteAt(at) == '0' ? at + 1 : SkipDigits(at);
        if (ByteAt(at) == '.')
        {
            at = SkipDigits(at + 1);
        }

        if (ByteAt(at) is (byte)'e' or (byte)'E')
        {
            at += ByteAt(at + 1) is (byte)'+' or (byte)'-' ? 2 : 1;
            at = SkipDigits(at);
        }

        value = new JsonValue(start, at - start, JsonKind.Number);
        return at;
    }

    /// <summary>Passes over one digit at least.</summary>
    private readonly int SkipDigits(int at)
    {
        var start = at;
        while (ByteAt(at) is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at == start ? Failed : at;
    }
}
