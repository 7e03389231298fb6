using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace HipaaJwt.Text;

/// <content>Strings, numbers and the three literals.</content>
internal ref partial struct StrictJson
{
    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private bool ReadString(out JsonValue value)
    {
        var start = ++_position;
        var escaped = false;
        value = default;
        while (true)
        {
            if (!SkipPlainText())
            {
                return Fail(JsonFault.Malformed);
            }

            switch (_json[_position])
            {
                case (byte)'"':
                    value = new JsonValue(start, _position++ - start, JsonKind.String, escaped);
                    return true;
                case (byte)'\\' when TrySkipEscape():
                    escaped = true;
                    break;
                default:
                    return Fail(JsonFault.Malformed);
            }
        }
    }

    /// <summary>Most strings are short, so their first sixteen bytes are looked at before the general search is called.</summary>
    private bool SkipPlainText()
    {
        var rest = _json[_position..];
        if (rest.Length >= Vector128<byte>.Count)
        {
            var block = Vector128.Create(rest);
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block, Vector128.Create((byte)0x20));
            var mask = ends.ExtractMostSignificantBits();
            if (mask != 0)
            {
                _position += BitOperations.TrailingZeroCount(mask);
                return true;
            }
        }

        var plain = rest.IndexOfAny(EndsPlainText);
        _position += Math.Max(0, plain);
        return plain >= 0;
    }

    private bool TrySkipEscape()
    {
        var rest = _json[_position..];
        if (rest.Length < 2)
        {
            return false;
        }

        if (rest[1] != 'u')
        {
            _position += 2;
            return "\"\\/bfnrt"u8.Contains(rest[1]);
        }

        if (!JsonText.TryReadCodeUnit(rest, out var unit) || char.IsLowSurrogate(unit))
        {
            return false;
        }

        _position += 6;
        if (!char.IsHighSurrogate(unit))
        {
            return true;
        }

        _position += 6;
        return JsonText.TryReadCodeUnit(rest[6..], out var low) && char.IsLowSurrogate(low);
    }

    private bool ReadLiteral(ReadOnlySpan<byte> literal, JsonKind kind, out JsonValue value)
    {
        value = new JsonValue(_position, literal.Length, kind);
        var valid = _json[_position..].StartsWith(literal);
        _position += valid ? literal.Length : 0;
        return valid;
    }

    private bool ReadNumber(out JsonValue value)
    {
        var start = _position;
        TryTake((byte)'-');
        var valid = TryTake((byte)'0') || SkipDigits();
        if (valid && TryTake((byte)'.'))
        {
            valid = SkipDigits();
        }

        if (valid && (TryTake((byte)'e') || TryTake((byte)'E')))
        {
            _ = TryTake((byte)'+') || TryTake((byte)'-');
            valid = SkipDigits();
        }

        value = new JsonValue(start, _position - start, JsonKind.Number);
        return valid;
    }

    private bool SkipDigits()
    {
        var rest = _json[_position..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? rest.Length : digits;
        _position += digits;
        return digits > 0;
    }
}
