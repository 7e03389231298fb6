using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>The five segments of a JWE in compact serialization (RFC 7516, section 3.1), checked for shape and alphabet.</summary>
internal readonly struct CompactJwe
{
    private const int Segments = 5;

    private CompactJwe(ReadOnlySpan<Range> segments) =>
        (HeaderRange, EncryptedKeyRange, IvRange, CiphertextRange, TagRange) =
        (segments[0], segments[1], segments[2], segments[3], segments[4]);

    public Range HeaderRange { get; }

    /// <summary>The encrypted key; empty for <c>dir</c> and <c>ECDH-ES</c> (RFC 7518, sections 4.5 and 4.6).</summary>
    public Range EncryptedKeyRange { get; }

    public Range IvRange { get; }

    public Range CiphertextRange { get; }

    public Range TagRange { get; }

    /// <summary>The length of the ciphertext in bytes, which is also the greatest length of the plaintext.</summary>
    public int CiphertextLength => DecodedLength(CiphertextRange);

    public static int DecodedLength(Range segment) => StrictBase64Url.DecodedLength(segment.End.Value - segment.Start.Value);

    public static JwtErrorCode Parse(ReadOnlySpan<char> token, out CompactJwe jwe)
    {
        jwe = default;
        Span<Range> segments = stackalloc Range[Segments + 1];
        if (token.Split(segments, '.') != Segments)
        {
            return JwtErrorCode.TokenNotCompact;
        }

        jwe = new CompactJwe(segments[..Segments]);
        if (token[jwe.HeaderRange].IsEmpty
            || token[jwe.IvRange].IsEmpty
            || token[jwe.CiphertextRange].IsEmpty
            || token[jwe.TagRange].IsEmpty)
        {
            return JwtErrorCode.TokenNotCompact;
        }

        foreach (var segment in segments[..Segments])
        {
            if (!StrictBase64Url.IsValid(token[segment]))
            {
                return JwtErrorCode.TokenEncodingInvalid;
            }
        }

        return JwtErrorCode.None;
    }
}
