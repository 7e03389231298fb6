using System.Text.Unicode;

namespace HipaaJwt.Text;

/// <summary>
/// Reads JSON (RFC 8259) in one pass and refuses what parsers disagree about: duplicate members at any depth (escaped
/// spellings included), bytes that are not UTF-8, lone surrogates, anything after the value, and nesting or members
/// without bound.
/// </summary>
internal ref partial struct StrictJson
{
    public const int MaxDepth = 16;

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
