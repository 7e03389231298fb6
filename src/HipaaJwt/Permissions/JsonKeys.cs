using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Enumerates the member names of a validated object, without those whose value is false or null.</summary>
internal ref struct JsonKeys
{
    private JsonArray _namesAndValues;

    public JsonKeys(ReadOnlySpan<byte> json, JsonValue value) => _namesAndValues = new JsonArray(json, value);

    public JsonValue Current { get; private set; }

    public readonly JsonKeys GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_namesAndValues.MoveNext())
        {
            Current = _namesAndValues.Current;
            _namesAndValues.MoveNext();
            if (_namesAndValues.Current.Kind is not (JsonKind.False or JsonKind.Null))
            {
                return true;
            }
        }

        return false;
    }
}
