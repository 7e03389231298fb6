namespace HipaaJwt.Text;

internal enum JsonKind : byte
{
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

/// <summary>Where a value stands in a JSON text that has been checked. A string's place excludes its quotes.</summary>
internal readonly record struct JsonValue(int Start, int Length, JsonKind Kind, bool IsEscaped = false)
{
    public ReadOnlySpan<byte> RawIn(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}

/// <summary>A member of an object: its name, as a string value, and its value.</summary>
internal readonly record struct JsonMember(JsonValue Name, JsonValue Value);

/// <summary>What is wrong with a JSON text.</summary>
internal enum JsonFault : byte
{
    None,
    Malformed,
    Duplicate,
    TooComplex,
}
