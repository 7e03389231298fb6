namespace HipaaJwt.Text;

/// <summary>The kinds of JSON values.</summary>
internal enum JsonKind : byte
{
    /// <summary>No value.</summary>
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
/// The position of a value in a validated JSON text. A string's position excludes its quotes. The default value means "no value".
/// The size is eight bytes because each token has dozens.
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

/// <summary>A member of a JSON object: the positions of its name and its value.</summary>
internal readonly record struct JsonMember(JsonValue Name, JsonValue Value);

/// <summary>Why a JSON text was rejected.</summary>
internal enum JsonFault : byte
{
    None,
    Malformed,
    Duplicate,
    TooComplex,
}
