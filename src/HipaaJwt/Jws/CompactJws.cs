using System.Numerics;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Finds the three segments of a JWS in compact serialization (RFC 7515, section 3.1) and checks their shape and alphabet, without
/// allocation. <b>It verifies nothing.</b> Do not trust the contents of a token before <see cref="IJwtValidator"/> has accepted it.
/// </summary>
/// <example>
/// <code>
/// if (CompactJws.TryParse(token, out CompactJws jws))
/// {
///     byte[] header = new byte[jws.HeaderLength];
///     jws.TryDecodeUnverifiedHeader(header, out int bytesWritten);
/// }
/// </code>
/// </example>
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

    /// <summary>The length of the token in characters. Each character is one byte of UTF-8.</summary>
    /// <value>0 by default and after a failed parse.</value>
    public int Length => _utf8.Length + _chars.Length;

    /// <summary>The range of the encoded JOSE header within the token.</summary>
    public Range HeaderRange => .._firstDot;

    /// <summary>The range of the encoded JWS payload within the token.</summary>
    public Range PayloadRange => (_firstDot + 1).._secondDot;

    /// <summary>The range of the encoded JWS signature within the token.</summary>
    public Range SignatureRange => (_secondDot + 1)..Length;

    /// <summary>The range of the JWS signing input within the token: header, dot and payload (RFC 7515, section 5.1).</summary>
    public Range SigningInputRange => .._secondDot;

    /// <summary>The length of the decoded JOSE header in bytes.</summary>
    public int HeaderLength => StrictBase64Url.DecodedLength(_firstDot);

    /// <summary>The length of the decoded JWS payload in bytes.</summary>
    public int PayloadLength => StrictBase64Url.DecodedLength(_secondDot - _firstDot - 1);

    /// <summary>The length of the decoded JWS signature in bytes.</summary>
    public int SignatureLength => StrictBase64Url.DecodedLength(Length - _secondDot - 1);

    /// <summary>Finds the segments of a token given as UTF-8.</summary>
    /// <param name="utf8Token">The token alone, without a scheme such as <c>Bearer</c> and without whitespace.</param>
    /// <param name="jws">The segments. They refer to the memory of the token.</param>
    /// <returns>
    /// True if the token has exactly three non-empty segments in canonical, unpadded base64url; otherwise false.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Token, out CompactJws jws) =>
        Parse(utf8Token, out jws) == JwtErrorCode.None;

    /// <summary>Finds the segments of a token given as characters.</summary>
    /// <param name="token">The token alone, without a scheme such as <c>Bearer</c> and without whitespace.</param>
    /// <param name="jws">The segments. They refer to the memory of the token.</param>
    /// <returns>
    /// True if the token has exactly three non-empty segments in canonical, unpadded base64url; otherwise false.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<char> token, out CompactJws jws) =>
        Parse(token, out jws) == JwtErrorCode.None;

    /// <summary>Decodes the unverified JOSE header.</summary>
    /// <param name="destination">Space for at least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="bytesWritten">The number of bytes written.</param>
    /// <returns>True if the header was decoded; false if the destination is too short.</returns>
    public bool TryDecodeUnverifiedHeader(Span<byte> destination, out int bytesWritten) =>
        TryDecode(HeaderRange, destination, out bytesWritten);

    /// <summary>Decodes the unverified JWS payload.</summary>
    /// <param name="destination">Space for at least <see cref="PayloadLength"/> bytes.</param>
    /// <param name="bytesWritten">The number of bytes written.</param>
    /// <returns>True if the payload was decoded; false if the destination is too short.</returns>
    public bool TryDecodeUnverifiedPayload(Span<byte> destination, out int bytesWritten) =>
        TryDecode(PayloadRange, destination, out bytesWritten);

    /// <summary>Decodes the JWS signature.</summary>
    /// <param name="destination">Space for at least <see cref="SignatureLength"/> bytes.</param>
    /// <param name="bytesWritten">The number of bytes written.</param>
    /// <returns>True if the signature was decoded; false if the destination is too short.</returns>
    public bool TryDecodeSignature(Span<byte> destination, out int bytesWritten) =>
        TryDecode(SignatureRange, destination, out bytesWritten);

    internal static JwtErrorCode Parse(ReadOnlySpan<byte> utf8Token, out CompactJws jws)
    {
        var error = FindSegments(utf8Token, out var firstDot, out var secondDot);
        jws = error == JwtErrorCode.None ? new CompactJws(utf8Token, default, firstDot, secondDot) : default;
        return error;
    }

    internal static JwtErrorCode Parse(ReadOnlySpan<char> token, out CompactJws jws)
    {
        var error = FindSegments(token, out var firstDot, out var secondDot);
        jws = error == JwtErrorCode.None ? new CompactJws(default, token, firstDot, secondDot) : default;
        return error;
    }

    /// <summary>The same segments within the token's bytes, which the caller converted from its characters.</summary>
    internal CompactJws Over(ReadOnlySpan<byte> utf8Token) => new(utf8Token, default, _firstDot, _secondDot);

    /// <summary>Finds the dots. Each segment ends at the first character outside the alphabet, which must be a dot or the end.</summary>
    private static JwtErrorCode FindSegments<T>(ReadOnlySpan<T> token, out int firstDot, out int secondDot)
        where T : unmanaged, IBinaryInteger<T>
    {
        secondDot = -1;
        firstDot = StrictBase64Url.IndexOutsideAlphabet(token);
        if (firstDot <= 0 || token[firstDot] != T.CreateTruncating('.'))
        {
            return ShapeOrEncodingError(token, firstDot, 0);
        }

        var start = firstDot + 1;
        var length = StrictBase64Url.IndexOutsideAlphabet(token[start..]);
        secondDot = start + length;
        if (length <= 0 || token[secondDot] != T.CreateTruncating('.'))
        {
            return ShapeOrEncodingError(token, length < 0 ? -1 : secondDot, start);
        }

        start = secondDot + 1;
        length = StrictBase64Url.IndexOutsideAlphabet(token[start..]);
        if (length >= 0 || start == token.Length)
        {
            return ShapeOrEncodingError(token, length < 0 ? -1 : start + length, start);
        }

        var canonical = StrictBase64Url.IsCanonical(token[..firstDot])
            && StrictBase64Url.IsCanonical(token[(firstDot + 1)..secondDot])
            && StrictBase64Url.IsCanonical(token[start..]);
        return canonical ? JwtErrorCode.None : JwtErrorCode.TokenEncodingInvalid;
    }

    /// <summary>A misplaced end of a segment is a shape error. A character outside the alphabet is an encoding error.</summary>
    private static JwtErrorCode ShapeOrEncodingError<T>(ReadOnlySpan<T> token, int end, int start)
        where T : unmanaged, IBinaryInteger<T> =>
        token.IsEmpty ? JwtErrorCode.TokenMissing
        : end < 0 || end == start || token[end] == T.CreateTruncating('.') ? JwtErrorCode.TokenNotCompact
        : JwtErrorCode.TokenEncodingInvalid;

    private bool TryDecode(Range range, Span<byte> destination, out int written) => _utf8.IsEmpty
        ? StrictBase64Url.TryDecode(_chars[range], destination, out written)
        : StrictBase64Url.TryDecode(_utf8[range], destination, out written);
}
