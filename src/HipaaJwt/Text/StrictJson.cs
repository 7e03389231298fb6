using System.Text.Unicode;

namespace HipaaJwt.Text;

/// <summary>
/// Reads JSON (RFC 8259) in one pass and rejects what parsers interpret differently: duplicate members at any depth, invalid UTF-8,
/// lone surrogates, and text after the value. Escaped spellings of a name count as duplicates. It limits nesting to
/// <see cref="MaxDepth"/>, and the members of open objects to the capacity of the buffer.
/// </summary>
internal ref partial struct StrictJson
{
    public const int MaxDepth = 16;

    /// <summary>The position after a fault. It is outside every text, so reading stops.</summary>
    private const int Failed = -1;

    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonMemberBuffer _buffer;
    private int _openMembers;
    private JsonFault _fault;

    private StrictJson(ReadOnlySpan<byte> json, JsonMemberBuffer buffer)
    {
        _json = json;
        _buffer = buffer;
    }

    /// <summary>Reads a text that must be exactly one object.</summary>
    /// <returns>The first fault; <see cref="JsonFault.None"/> if there is none.</returns>
    public static JsonFault ReadObject(ReadOnlySpan<byte> json, JsonMemberBuffer buffer, out JsonObject result)
    {
        var reader = new StrictJson(json, buffer);
        var end = reader.ReadText();
        result = end == json.Length
            ? new JsonObject(json, buffer.Members[..reader._openMembers], buffer.Fingerprints[..reader._openMembers])
            : default;
        return reader._fault;
    }

    private int ReadText()
    {
        var position = Utf8.IsValid(_json) ? SkipWhitespace(0) : Failed;
        position = SkipWhitespace(ByteAt(position) == '{' ? ReadMembers(position + 1, depth: 1) : Failed);
        return position == _json.Length ? position : Fail(JsonFault.Malformed);
    }

    private int ReadValue(int position, int depth, out JsonValue value)
    {
        switch (ByteAt(position))
        {
            case (byte)'"':
                return ReadString(position, out value);
            case (byte)'{':
                return ReadObject(position, depth + 1, out value);
            case (byte)'[':
                return ReadArray(position, depth + 1, out value);
            case (byte)'t':
                return ReadLiteral(position, "true"u8, JsonKind.True, out value);
            case (byte)'f':
                return ReadLiteral(position, "false"u8, JsonKind.False, out value);
            case (byte)'n':
                return ReadLiteral(position, "null"u8, JsonKind.Null, out value);
            default:
                return ReadNumber(position, out value);
        }
    }

    /// <summary>Reads a nested object and then removes its members from the buffer.</summary>
    private int ReadObject(int position, int depth, out JsonValue value)
    {
        var first = _openMembers;
        var end = ReadMembers(position + 1, depth);
        _openMembers = first;
        value = new JsonValue(position, end - position, JsonKind.Object);
        return end;
    }

    /// <summary>Reads from after the opening brace to after the closing brace.</summary>
    private int ReadMembers(int position, int depth)
    {
        if (depth > MaxDepth)
        {
            return Fail(JsonFault.TooComplex);
        }

        position = SkipWhitespace(position);
        if (ByteAt(position) == '}')
        {
            return position + 1;
        }

        var first = _openMembers;
        var seen = 0UL;
        while (true)
        {
            position = ReadMember(position, depth, first, ref seen);
            switch (ByteAt(position))
            {
                case (byte)',':
                    position = SkipWhitespace(position + 1);
                    break;
                case (byte)'}':
                    return position + 1;
                default:
                    return Fail(JsonFault.Malformed);
            }
        }
    }

    private int ReadMember(int position, int depth, int first, ref ulong seen)
    {
        if (ByteAt(position) != '"')
        {
            return Failed;
        }

        position = SkipWhitespace(ReadString(position, out var name));
        var index = _openMembers;
        if (ByteAt(position) != ':')
        {
            return Failed;
        }

        var fault = AddMember(name, first, ref seen);
        if (fault != JsonFault.None)
        {
            return Fail(fault);
        }

        position = ReadValue(SkipWhitespace(position + 1), depth, out var value);
        _buffer.Members[index] = new JsonMember(name, value);
        return SkipWhitespace(position);
    }

    /// <summary>
    /// Adds the name to those of its object unless it is a duplicate. Most names set a bit that no other name of the object has set,
    /// so they need no search.
    /// </summary>
    private JsonFault AddMember(JsonValue name, int first, ref ulong seen)
    {
        if (_openMembers == _buffer.Members.Length)
        {
            return JsonFault.TooComplex;
        }

        var fingerprint = JsonText.Hash(_json, name);
        var bit = 1UL << (int)(fingerprint & 63);
        if ((seen & bit) != 0 && ContainsName(name, fingerprint, first))
        {
            return JsonFault.Duplicate;
        }

        seen |= bit;
        _buffer.Fingerprints[_openMembers++] = fingerprint;
        return JsonFault.None;
    }

    private readonly bool ContainsName(JsonValue name, uint fingerprint, int first)
    {
        for (var from = first; from < _openMembers; from++)
        {
            var hit = _buffer.Fingerprints[from.._openMembers].IndexOf(fingerprint);
            if (hit < 0)
            {
                return false;
            }

            from += hit;
            if (JsonText.AreEqual(_json, _buffer.Members[from].Name, name))
            {
                return true;
            }
        }

        return false;
    }

    private int ReadArray(int position, int depth, out JsonValue value)
    {
        var end = depth > MaxDepth ? Fail(JsonFault.TooComplex) : ReadElements(position + 1, depth);
        value = new JsonValue(position, end - position, JsonKind.Array);
        return end;
    }

    /// <summary>Reads from after the opening bracket to after the closing bracket.</summary>
    private int ReadElements(int position, int depth)
    {
        position = SkipWhitespace(position);
        if (ByteAt(position) == ']')
        {
            return position + 1;
        }

        while (true)
        {
            position = SkipWhitespace(ReadValue(position, depth, out _));
            switch (ByteAt(position))
            {
                case (byte)',':
                    position = SkipWhitespace(position + 1);
                    break;
                case (byte)']':
                    return position + 1;
                default:
                    return Fail(JsonFault.Malformed);
            }
        }
    }

    private readonly int SkipWhitespace(int position) => ByteAt(position) is > (byte)' ' ? position : SkipWhitespaceSlow(position);

    private readonly int SkipWhitespaceSlow(int position)
    {
        while (ByteAt(position) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            position++;
        }

        return position;
    }

    /// <summary>The byte at a position. Outside the text it is zero, which is not valid anywhere in JSON.</summary>
    private readonly byte ByteAt(int position) => (uint)position < (uint)_json.Length ? _json[position] : (byte)0;

    /// <summary>Records the fault unless an earlier one is recorded.</summary>
    private int Fail(JsonFault fault)
    {
        _fault = _fault == JsonFault.None ? fault : _fault;
        return Failed;
    }
}
