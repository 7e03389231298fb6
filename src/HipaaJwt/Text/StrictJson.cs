using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace HipaaJwt.Text;

/// <summary>
/// Reads JSON (RFC 8259) in one pass and refuses what parsers disagree about: duplicate members at any depth (escaped
/// spellings included), bytes that are not UTF-8, lone surrogates, anything after the value, and nesting or members
/// without bound.
/// </summary>
internal ref struct StrictJson
{
    public const int MaxDepth = 16;

    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonIndex _index;
    private int _position;
    private int _openMembers;
    private JsonFault _fault;

    private StrictJson(ReadOnlySpan<byte> json, JsonIndex index)
    {
        _json = json;
        _index = index;
    }

    /// <summary>Reads a text that must be one object and nothing else.</summary>
    public static JsonFault ReadObject(ReadOnlySpan<byte> json, JsonIndex index, out JsonObject result)
    {
        var reader = new StrictJson(json, index);
        reader.ReadWholeObject();
        result = reader._fault == JsonFault.None ? new JsonObject(json, index.Members[..reader._openMembers], index.Fingerprints[..reader._openMembers]) : default;
        return reader._fault;
    }

    private void ReadWholeObject()
    {
        if (!Utf8.IsValid(_json))
        {
            _fault = JsonFault.Malformed;
            return;
        }

        SkipBlanks();
        if (!TryTake((byte)'{') || !ReadMembers(depth: 1, keep: true))
        {
            Fail(JsonFault.Malformed);
            return;
        }

        SkipBlanks();
        if (_position != _json.Length)
        {
            Fail(JsonFault.Malformed);
        }
    }

    private bool ReadValue(int depth, out JsonValue value)
    {
        value = default;
        return Peek() switch
        {
            (byte)'"' => ReadString(out value),
            (byte)'{' => ReadObject(depth + 1, out value),
            (byte)'[' => ReadArray(depth + 1, out value),
            (byte)'t' => ReadLiteral("true"u8, JsonKind.True, out value),
            (byte)'f' => ReadLiteral("false"u8, JsonKind.False, out value),
            (byte)'n' => ReadLiteral("null"u8, JsonKind.Null, out value),
            _ => ReadNumber(out value),
        };
    }

    private bool ReadObject(int depth, out JsonValue value)
    {
        var start = _position++;
        var valid = ReadMembers(depth, keep: false);
        value = new JsonValue(start, _position - start, JsonKind.Object);
        return valid;
    }

    /// <summary>Reads from behind the opening brace to behind the closing one.</summary>
    private bool ReadMembers(int depth, bool keep)
    {
        if (depth > MaxDepth)
        {
            return Fail(JsonFault.TooComplex);
        }

        var first = _openMembers;
        SkipBlanks();
        if (!TryTake((byte)'}'))
        {
            do
            {
                if (!ReadMember(depth, first))
                {
                    return false;
                }
            }
            while (TryTake((byte)','));

            if (!TryTake((byte)'}'))
            {
                return Fail(JsonFault.Malformed);
            }
        }

        _openMembers = keep ? _openMembers : first;
        return true;
    }

    private bool ReadMember(int depth, int first)
    {
        SkipBlanks();
        if (Peek() != '"' || !ReadString(out var name) || !OpenMember(name, first))
        {
            return Fail(JsonFault.Malformed);
        }

        var place = _openMembers - 1;
        SkipBlanks();
        if (!TryTake((byte)':'))
        {
            return Fail(JsonFault.Malformed);
        }

        SkipBlanks();
        if (!ReadValue(depth, out var value))
        {
            return Fail(JsonFault.Malformed);
        }

        _index.Members[place] = new JsonMember(name, value);
        SkipBlanks();
        return true;
    }

    /// <summary>Notes the name among those of its object, unless it is there already.</summary>
    private bool OpenMember(JsonValue name, int first)
    {
        if (_openMembers == _index.Members.Length)
        {
            return Fail(JsonFault.TooComplex);
        }

        var fingerprint = JsonText.Hash(_json, name);
        for (var from = first; from < _openMembers; from++)
        {
            var hit = _index.Fingerprints[from.._openMembers].IndexOf(fingerprint);
            if (hit < 0)
            {
                break;
            }

            from += hit;
            if (JsonText.AreEqual(_json, _index.Members[from].Name, name))
            {
                return Fail(JsonFault.Duplicate);
            }
        }

        _index.Members[_openMembers] = new JsonMember(name, default);
        _index.Fingerprints[_openMembers++] = fingerprint;
        return true;
    }

    private bool ReadArray(int depth, out JsonValue value)
    {
        var start = _position++;
        value = default;
        if (depth > MaxDepth)
        {
            return Fail(JsonFault.TooComplex);
        }

        SkipBlanks();
        if (!TryTake((byte)']'))
        {
            do
            {
                SkipBlanks();
                if (!ReadValue(depth, out _))
                {
                    return Fail(JsonFault.Malformed);
                }

                SkipBlanks();
            }
            while (TryTake((byte)','));

            if (!TryTake((byte)']'))
            {
                return Fail(JsonFault.Malformed);
            }
        }

        value = new JsonValue(start, _position - start, JsonKind.Array);
        return true;
    }

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

    private void SkipBlanks()
    {
        while (Peek() is <= (byte)' ' and ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            _position++;
        }
    }

    private readonly byte Peek() => _position < _json.Length ? _json[_position] : (byte)0;

    private bool TryTake(byte expected)
    {
        var taken = Peek() == expected;
        _position += taken ? 1 : 0;
        return taken;
    }

    /// <summary>The first fault is the one that is told.</summary>
    private bool Fail(JsonFault fault)
    {
        _fault = _fault == JsonFault.None ? fault : _fault;
        return false;
    }
}
