using System.Buffers;
using System.Buffers.Text;
using System.Numerics;

namespace HipaaJwt.Text;

/// <summary>
/// Validates and decodes canonical base64url (RFC 7515, section 2): no padding, no whitespace, zero trailing bits. The alphabet is
/// checked first because the platform's decoder accepts padding, whitespace and line breaks.
/// </summary>
internal static class StrictBase64Url
{
    /// <summary>The index of the first character outside the alphabet, or -1.</summary>
    public static int IndexOutsideAlphabet<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T> => text.IndexOfAnyExcept(Alphabet<T>.Values);

    /// <summary>Whether a text within the alphabet is the canonical encoding of its bytes.</summary>
    public static bool IsCanonical<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T> => (text.Length % 4) switch
        {
            0 => true,
            1 => false,
            2 => Alphabet<T>.FourZeroBits.Contains(text[^1]),
            _ => Alphabet<T>.TwoZeroBits.Contains(text[^1]),
        };

    /// <summary>Whether a text is canonical base64url. The empty text is.</summary>
    public static bool IsValid<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T> => IndexOutsideAlphabet(text) < 0 && IsCanonical(text);

    /// <summary>The number of bytes that a canonical text of the given length encodes.</summary>
    public static int DecodedLength(int encodedLength) => (int)((long)encodedLength * 3 / 4);

    /// <summary>Decodes a canonical text.</summary>
    /// <returns>False if the destination is too short.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> canonical, Span<byte> destination, out int written) =>
        Base64Url.DecodeFromUtf8(canonical, destination, out _, out written) == OperationStatus.Done;

    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, Span{byte}, out int)"/>
    public static bool TryDecode(ReadOnlySpan<char> canonical, Span<byte> destination, out int written) =>
        Base64Url.DecodeFromChars(canonical, destination, out _, out written) == OperationStatus.Done;

    /// <summary>Validates and decodes a text of known decoded length.</summary>
    /// <returns>False if the text is not valid or its decoded length differs from that of the destination.</returns>
    public static bool TryDecodeExactly(ReadOnlySpan<byte> text, Span<byte> destination) =>
        IsValid(text) && DecodedLength(text.Length) == destination.Length && TryDecode(text, destination, out _);

    private static class Alphabet<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static readonly SearchValues<T> Values = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
        public static readonly SearchValues<T> FourZeroBits = Of("AQgw");
        public static readonly SearchValues<T> TwoZeroBits = Of("AEIMQUYcgkosw048");

        private static SearchValues<T> Of(string characters) => typeof(T) == typeof(byte)
            ? (SearchValues<T>)(object)SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters))
            : (SearchValues<T>)(object)SearchValues.Create(characters);
    }
}
