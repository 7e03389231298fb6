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

    /// <summary>The place at which reading goes on after a fault: nowhere, for no text has anything there.</summary>
    private const int Failed = -1;

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonMemberBuffer _index;
    private int _openMembers;
    private JsonFault _fault;

    private StrictJson(ReadOnlySpan<byte> json, JsonMemberBuffer index)
    {
        _json = json;
        _index = index;
    }

    /// <summary>Reads a text that must be one object and nothing else.</summary>
    public static JsonFault ReadObject(ReadOnlySpan<byte> json, JsonMemberBuffer index, out JsonObject result)
    {
        var reader = new StrictJson(json, index);
        var end = reader.ReadWholeText();
        result = end == json.Length ? new JsonObject(json, index.Members[..reader._openMembers], index.Fingerprints[..reader._openMembers]) : default;
        return reader._fault;
    }

    private int ReadWholeText()
    {
        var at = Utf8.IsValid(_json) ? SkipBlanks(0) : Failed;
        at = SkipBlanks(ByteAt(at) == '{' ? ReadMembers(at + 1, depth: 1) : Failed);
        return at == _json.Length ? at : Fail(JsonFault.Malformed);
    }

    private int ReadValue(int at, int depth, out JsonValue value)
    {
        switch (ByteAt(at))
        {
            case (byte)'"':
                return ReadString(at, out value);
            case (byte)'{':
                return ReadObject(at, depth + 1, out value);
            case (byte)'[':
                return ReadArray(at, depth + 1, out value);
            case (byte)'t':
                return ReadLiteral(at, "true"u8, JsonKind.True, out value);
            case (byte)'f':
                return ReadLiteral(at, "false"u8, JsonKind.False, out value);
            case (byte)'n':
                return ReadLiteral(at, "null"u8, JsonKind.Null, out value);
            default:
                return ReadNumber(at, out value);
        }
    }

    /// <summary>Of an object inside another one the members are forgotten again; nobody has asked for them.</summary>
    private int ReadObject(int at, int depth, out JsonValue value)
    {
        var first = _openMembers;
        var end = ReadMembers(at + 1, depth);
        _openMembers = first;
        value = new JsonValue(at, end - at, JsonKind.Object);
        return end;
    }

    /// <summary>Reads from behind the opening brace to behind the closing one.</summary>
    private int ReadMembers(int at, int depth)
    {
        if (depth > MaxDepth)
        {
            return Fail(JsonFault.TooComplex);
        }

        at = SkipBlanks(at);
        if (ByteAt(at) == '}')
        {
            return at + 1;
        }

        var first = _openMembers;
        var seen = 0UL;
        while (true)
        {
            at = ReadMember(at, depth, first, ref seen);
            switch (ByteAt(at))
            {
                case (byte)',':
                    at = SkipBlanks(at + 1);
                    break;
                case (byte)'}':
                    return at + 1;
                default:
                    return Fail(JsonFault.Malformed);
            }
        }
    }

    private int ReadMember(int at, int depth, int first, ref ulong seen)
    {
        if (ByteAt(at) != '"')
        {
            return Failed;
        }

        at = SkipBlanks(ReadString(at, out var name));
        var place = _openMembers;
        if (ByteAt(at) != ':')
        {
            return Failed;
        }

        var fault = OpenMember(name, first, ref seen);
        if (fault != JsonFault.None)
        {
            return Fail(fault);
        }

        at = ReadValue(SkipBlanks(at + 1), depth, out var value);
        _index.Members[place] = new JsonMember(name, value);
        return SkipBlanks(at);
    }

    /// <summary>
    /// Notes the name among those of its object, unless it is there already. Most names set a bit that no other name of the
    /// object has set, and need no search.
    /// </summary>
    private JsonFault OpenMember(JsonValue name, int first, ref ulong seen)
    {
        if (_openMembers == _index.Members.Length)
        {
            return JsonFault.TooComplex;
        }

        var fingerprint = JsonText.Hash(_json, name);
        var bit = 1UL << (int)(fingerprint & 63);
        if ((seen & bit) != 0 && IsOpen(name, fingerprint, first))
        {
            return JsonFault.Duplicate;
        }

        seen |= bit;
        _index.Fingerprints[_openMembers++] = fingerprint;
        return JsonFault.None;
    }

    private readonly bool IsOpen(JsonValue name, uint fingerprint, int first)
    {
        for (var from = first; from < _openMembers; from++)
        {
            var hit = _index.Fingerprints[from.._openMembers].IndexOf(fingerprint);
            if (hit < 0)
            {
                return false;
            }

            from += hit;
            if (JsonText.AreEqual(_json, _index.Members[from].Name, name))
            {
                return true;
            }
        }

        return false;
    }

    private int ReadArray(int at, int depth, out JsonValue value)
    {
        var end = depth > MaxDepth ? Fail(JsonFault.TooComplex) : ReadElements(at + 1, depth);
        value = new JsonValue(at, end - at, JsonKind.Array);
        return end;
    }

    /// <summary>Reads from behind the opening bracket to behind the closing one.</summary>
    private int ReadElements(int at, int depth)
    {
        at = SkipBlanks(at);
        if (ByteAt(at) == ']')
        {
            return at + 1;
        }

        while (true)
        {
            at = SkipBlanks(ReadValue(at, depth, out _));
            switch (ByteAt(at))
            {
                case (byte)',':
                    at = SkipBlanks(at + 1);
                    break;
                case (byte)']':
                    return at + 1;
                default:
                    return Fail(JsonFault.Malformed);
            }
        }
    }

    private readonly int SkipBlanks(int at) => ByteAt(at) is > (byte)' ' ? at : SkipBlanksSlowly(at);

    private readonly int SkipBlanksSlowly(int at)
    {
        while (ByteAt(at) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The byte at a place; zero, which may stand nowhere between the values of JSON, outside of the text.</summary>
    private readonly byte ByteAt(int at) => (uint)at < (uint)_json.Length ? _json[at] : (byte)0;

    /// <summary>The first fault is the one that is told.</summary>
    private int Fail(JsonFault fault)
    {
        _fault = _fault == JsonFault.None ? fault : _fault;
        return Failed;
    }
}
