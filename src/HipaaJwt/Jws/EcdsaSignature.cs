namespace HipaaJwt.Jws;

/// <summary>Converts an ECDSA signature from r‖s (RFC 7518, section 3.4) to DER (RFC 3279, section 2.2.3).</summary>
internal static class EcdsaSignature
{
    /// <summary>Three header bytes, then two integers of two header bytes, one sign byte and the 66 bytes of P-521.</summary>
    public const int MaxDerLength = 3 + (2 * (2 + 1 + 66));

    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const byte OneLengthByteFollows = 0x81;

    public static int WriteDer(ReadOnlySpan<byte> signature, Span<byte> destination)
    {
        var r = SignificantBytes(signature[..(signature.Length / 2)]);
        var s = SignificantBytes(signature[(signature.Length / 2)..]);
        var content = IntegerLength(r) + IntegerLength(s);
        var written = 0;
        destination[written++] = Sequence;
        if (content > 0x7F)
        {
            destination[written++] = OneLengthByteFollows;
        }

        destination[written++] = (byte)content;
        written += WriteInteger(r, destination[written..]);
        return written + WriteInteger(s, destination[written..]);
    }

    /// <summary>Removes leading zeros. Zero itself keeps one.</summary>
    private static ReadOnlySpan<byte> SignificantBytes(ReadOnlySpan<byte> number)
    {
        var zeros = number.IndexOfAnyExcept((byte)0);
        return zeros < 0 ? number[^1..] : number[zeros..];
    }

    private static int SignByte(ReadOnlySpan<byte> number) => number[0] >> 7;

    private static int IntegerLength(ReadOnlySpan<byte> number) => 2 + SignByte(number) + number.Length;

    private static int WriteInteger(ReadOnlySpan<byte> number, Span<byte> destination)
    {
        var sign = SignByte(number);
        destination[0] = Integer;
        destination[1] = (byte)(sign + number.Length);
        destination[2] = 0;
        number.CopyTo(destination[(2 + sign)..]);
        return 2 + sign + number.Length;
    }
}
