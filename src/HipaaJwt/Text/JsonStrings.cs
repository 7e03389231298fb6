namespace HipaaJwt.Text;

/// <summary>
/// Enumerates all strings of a JSON text at every depth: member names and string values. The JSON text must have been validated.
/// </summary>
internal ref struct JsonStrings
{
    private readonly ReadOnlySpan<byte> _json;
    private int _position;

    public JsonStrings(ReadOnlySpan<byte> json) => _json = json;

    public JsonValue Current { get; private set; }

    /// <summary>Whether the current string is a member name.</summary>
    public readonly bool IsName => NextToken(_position) is { } next && _json[next] == ':';

    /// <summary>Whether the current string is the name of a member whose value is null.</summary>
    public readonly bool IsNameOfNull => IsName && _json[NextToken(NextToken(_position)!.Value + 1)!.Value] == 'n';

    public readonly JsonStrings GetEnumerator() => this;

    public bool MoveNext()
    {
        var opening = _json[_position..].IndexOf((byte)'"');
        if (opening < 0)
        {
            return false;
        }

        var start = _position + opening + 1;
        var end = start;
        var escaped = false;
        while (true)
        {
            end += _json[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (_json[end] == '"')
            {
                break;
            }

            escaped = true;
            end += 2;
        }

        Current = new JsonValue(start, end - start, JsonKind.String, escaped);
        _position = end + 1;
        return true;
    }

    /// <summary>The position of the first character that is not whitespace; null at the end of the text.</summary>
    private readonly int? NextToken(int position)
    {
        var offset = _json[position..].IndexOfAnyExcept(" \t\r\n"u8);
        return offset < 0 ? null : position + offset;
    }
}
