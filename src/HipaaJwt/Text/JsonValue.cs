namespace HipaaJwt.Text;

internal enum JsonKind : byte
{
    /// <summary>There is no value.</summary>
    None,
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

/// <summary>
/// Where a value stands in a JSON text that has been checked; the default is "nowhere". A string's place excludes its
/// quotes. It takes eight bytes, for each token has dozens.
/// </summary>
internal readonly record struct JsonValue
{
    private const int KindBits = 3;
    private const int EscapedBit = 1 << KindBits;
    private const int LengthShift = KindBits + 1;

    private readonly int _lengthAndKind;

    public JsonValue(int start, int length, JsonKind kind, bool isEscaped = false)
    {
        Start = start;
        _lengthAndKind = (length << LengthShift) | (isEscaped ? EscapedBit : 0) | (int)kind;
    }

    public int Start { get; }

    public int Length => _lengthAndKind >> LengthShift;

    public JsonKind Kind => (JsonKind)(_lengthAndKind & (EscapedBit - 1));

    public bool IsEscaped => (_lengthAndKind & EscapedBit) != 0;

    public bool Exists => Kind != JsonKind.None;

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
