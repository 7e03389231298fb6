using System.Buffers;

namespace HipaaJwt.Text;

/// <summary>
/// Enumerates the elements of a JSON array. For an object it returns each name and then its value. The JSON text must have been
/// validated, so only the end of each element is searched.
/// </summary>
internal ref struct JsonArray
{
    private static readonly SearchValues<byte> ScalarTerminators = SearchValues.Create(",]} \t\r\n"u8);
    private static readonly SearchValues<byte> Separators = SearchValues.Create(",: \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json;
    private int _position;

    public JsonArray(ReadOnlySpan<byte> json, JsonValue array)
    {
        _json = json[..(array.Start + array.Length)];
        _position = array.Start + 1;
    }

    public JsonValue Current { get; private set; }

    public readonly JsonArray GetEnumerator() => this;

    public bool MoveNext()
    {
        _position += _json[_position..].IndexOfAnyExcept(Separators);
        var start = _position;
        switch (_json[start])
        {
            case (byte)']' or (byte)'}':
                return false;
            case (byte)'"':
                Current = ReadString();
                return true;
            case (byte)'[' or (byte)'{':
                SkipNested();
                Current = new JsonValue(start, _position - start, _json[start] == '[' ? JsonKind.Array : JsonKind.Object);
                return true;
            default:
                _position += _json[_position..].IndexOfAny(ScalarTerminators);
                Current = new JsonValue(start, _position - start, ScalarKind(_json[start]));
                return true;
        }
    }

    private static JsonKind ScalarKind(byte first) => first switch
    {
        (byte)'t' => JsonKind.True,
        (byte)'f' => JsonKind.False,
        (byte)'n' => JsonKind.Null,
        _ => JsonKind.Number,
    };

    private JsonValue ReadString()
    {
        var start = ++_position;
        var escaped = false;
        while (true)
        {
            _position += _json[_position..].IndexOfAny((byte)'"', (byte)'\\');
            if (_json[_position] == '"')
            {
                return new JsonValue(start, _position++ - start, JsonKind.String, escaped);
            }

            escaped = true;
            _position += 2;
        }
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            switch (_json[_position])
            {
                case (byte)'"':
                    ReadString();
                    continue;
                case (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)']' or (byte)'}':
                    depth--;
                    break;
            }

            _position++;
        }
        while (depth > 0);
    }
}
