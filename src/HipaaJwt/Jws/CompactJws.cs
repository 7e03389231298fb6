using System.Numerics;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The three segments of a JWS in compact serialization (RFC 7515, section 3.1), found and checked for shape and
/// alphabet in place, without allocation. <b>Nothing here is verified:</b> whoever holds a <see cref="CompactJws"/>
/// knows how a token is written, not who wrote it. A <see cref="ValidatedJwt"/> is the proof of that.
/// </summary>
public readonly ref struct CompactJws
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ReadOnlySpan<char> _chars;
    private readonly int _firstDot;
    private readonly int _secondDot;

    private CompactJws(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> chars, int firstDot, int secondDot)
    {
        _utf8 = utf8;
        _chars = chars;
        _firstDot = firstDot;
        _secondDot = secondDot;
    }

    /// <summary>The length of the token in characters, each of which is one byte of UTF-8.</summary>
    public int Length => _utf8.Length + _chars.Length;

    /// <summary>Where in the token the encoded JOSE Header stands.</summary>
    public Range HeaderRange => .._firstDot;

    /// <summary>Where in the token the encoded JWS Payload stands.</summary>
    public Range PayloadRange => (_firstDot + 1).._secondDot;

    /// <summary>Where in the token the encoded JWS Signature stands.</summary>
    public Range SignatureRange => (_secondDot + 1)..Length;

    /// <summary>Where in the token the JWS Signing Input stands.</summary>
    public Range SigningInputRange => .._secondDot;

    /// <summary>The length of the decoded JOSE Header in bytes.</summary>
    public int HeaderLength => StrictBase64Url.DecodedLength(_firstDot);

    /// <summary>The length of the decoded JWS Payload in bytes.</summary>
    public int PayloadLength => StrictBase64Url.DecodedLength(_secondDot - _firstDot - 1);

    /// <summary>The length of the decoded JWS Signature in bytes.</summary>
    public int SignatureLength => StrictBase64Url.DecodedLength(Length - _secondDot - 1);

    /// <summary>Finds the segments of a token given as UTF-8.</summary>
    /// <param name="utf8Token">The token, without anything around it.</param>
    /// <param name="jws">The segments, over the same memory.</param>
    /// <returns>False unless there are exactly three non-empty segments in canonical, unpadded base64url.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Token, out CompactJws jws) =>
        Parse(utf8Token, out jws) == JwtErrorCode.None;

    /// <summary>Finds the segments of a token given as characters.</summary>
    /// <param name="token">The token, without anything around it.</param>
    /// <param name="jws">The segments, over the same memory.</param>
    /// <returns>False unless there are exactly three non-empty segments in canonical, unpadded base64url.</returns>
    public static bool TryParse(ReadOnlySpan<char> token, out CompactJws jws) =>
        Parse(token, out jws) == JwtErrorCode.None;

    /// <summary>Decodes the JOSE Header, which nobody has verified.</summary>
    /// <param name="destination">Room for <see cref="HeaderLength"/> bytes.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <returns>False where the destination is too short.</returns>
    public bool TryDecodeUnverifiedHeader(Span<byte> destination, out int bytesWritten) =>
        TryDecode(HeaderRange, destination, out bytesWritten);

    /// <summary>Decodes the JWS Payload, which nobody has verified.</summary>
    /// <param name="destination">Room for <see cref="PayloadLength"/> bytes.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <returns>False where the destination is too short.</returns>
    public bool TryDecodeUnverifiedPayload(Span<byte> destination, out int bytesWritten) =>
        TryDecode(PayloadRange, destination, out bytesWritten);

    /// <summary>Decodes the JWS Signature.</summary>
    /// <param name="destination">Room for <see cref="SignatureLength"/> bytes.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <returns>False where the destination is too short.</returns>
    public bool TryDecodeSignature(Span<byte> destination, out int bytesWritten) =>
        TryDecode(SignatureRange, destination, out bytesWritten);

    internal static JwtErrorCode Parse(ReadOnlySpan<byte> utf8Token, out CompactJws jws)
    {
        var error = Measure(utf8Token, out var firstDot, out var secondDot);
        jws = error == JwtErrorCode.None ? new CompactJws(utf8Token, default, firstDot, secondDot) : default;
        return error;
    }

    internal static JwtErrorCode Parse(ReadOnlySpan<char> token, out CompactJws jws)
    {
        var error = Measure(token, out var firstDot, out var secondDot);
        jws = error == JwtErrorCode.None ? new CompactJws(default, token, firstDot, secondDot) : default;
        return error;
    }

    /// <summary>The same token over its bytes, which the caller has made from its characters.</summary>
    internal CompactJws Over(ReadOnlySpan<byte> utf8Token) => new(utf8Token, default, _firstDot, _secondDot);

    /// <summary>One pass: each segment ends at the first element outside the alphabet, which must be a dot or the end.</summary>
    private static JwtErrorCode Measure<T>(ReadOnlySpan<T> token, out int firstDot, out int secondDot)
        where T : unmanaged, IBinaryInteger<T>
    {
        secondDot = -1;
        firstDot = StrictBase64Url.IndexOutsideAlphabet(token);
        if (firstDot <= 0 || token[firstDot] != T.CreateTruncating('.'))
        {
            return Refusal(token, firstDot, 0);
        }

        var start = firstDot + 1;
        var length = StrictBase64Url.IndexOutsideAlphabet(token[start..]);
        secondDot = start + length;
        if (length <= 0 || token[secondDot] != T.CreateTruncating('.'))
        {
            return Refusal(token, length < 0 ? -1 : secondDot, start);
        }

        start = secondDot + 1;
        length = StrictBase64Url.IndexOutsideAlphabet(token[start..]);
        if (length >= 0 || start == token.Length)
        {
            return Refusal(token, length < 0 ? -1 : start + length, start);
        }

        var canonical = StrictBase64Url.IsCanonical(token[..firstDot])
            && StrictBase64Url.IsCanonical(token[(firstDot + 1)..secondDot])
            && StrictBase64Url.IsCanonical(token[start..]);
        return canonical ? JwtErrorCode.None : JwtErrorCode.TokenEncodingInvalid;
    }

    /// <summary>A segment that ends in the wrong place is a matter of shape; one with a foreign character, of encoding.</summary>
    private static JwtErrorCode Refusal<T>(ReadOnlySpan<T> token, int end, int start)
        where T : unmanaged, IBinaryInteger<T> =>
        token.IsEmpty ? JwtErrorCode.TokenMissing
        : end < 0 || end == start || token[end] == T.CreateTruncating('.') ? JwtErrorCode.TokenNotCompact
        : JwtErrorCode.TokenEncodingInvalid;

    private bool TryDecode(Range range, Span<byte> destination, out int written) => _utf8.IsEmpty
        ? StrictBase64Url.TryDecode(_chars[range], destination, out written)
        : StrictBase64Url.TryDecode(_utf8[range], destination, out written);
}
