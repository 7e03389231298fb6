using System.Buffers.Text;
using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class StrictBase64UrlTests
{
    [Fact]
    public void Decodes_what_the_platform_encodes() =>
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                var text = Base64Url.EncodeToString(bytes);

                IsStrict(text).Should().BeTrue();
                Decode(text).Should().Equal(bytes);
                StrictBase64Url.DecodedLength(text.Length).Should().Be(bytes.Length);
            },
            iter: 10_000);

    [Fact]
    public void A_text_is_canonical_if_decoding_and_encoding_reproduce_it() =>
        Gen.Char["AQgwBEIxyz019-_"].Array[0, 9].Select(characters => new string(characters)).Sample(
            text => IsStrict(text).Should().Be(IsPlatformEncoding(text), text),
            iter: 20_000);

    [Fact]
    public void Finds_every_byte_outside_the_alphabet()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (var value = 0; value < 256; value++)
        {
            byte[] text = [.. "AAAA"u8, (byte)value, .. "AAA"u8];

            var expected = Alphabet.Contains((char)value, StringComparison.Ordinal) ? -1 : 4;
            StrictBase64Url.IndexOutsideAlphabet<byte>(text).Should().Be(expected);
            StrictBase64Url.IndexOutsideAlphabet<char>(Encoding.Latin1.GetString(text)).Should().Be(expected);
        }
    }

    [Theory]
    [InlineData("AA==")]
    [InlineData("AA=")]
    [InlineData("AA%3D")]
    [InlineData("AA A")]
    [InlineData("AAA\n")]
    [InlineData("AAAA\r\n")]
    [InlineData("\tAAAA")]
    [InlineData("AA+A")]
    [InlineData("AA/A")]
    [InlineData("AAA\0")]
    [InlineData("AAAé")]
    [InlineData("AAA\uFF21")]
    [InlineData("AAA\u0141")]
    public void Rejects_padding_whitespace_and_other_alphabets(string text)
    {
        IsStrict(text).Should().BeFalse();
        StrictBase64Url.IndexOutsideAlphabet<byte>(Encoding.UTF8.GetBytes(text)).Should().BeGreaterThanOrEqualTo(0);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("AB")]
    [InlineData("AR")]
    [InlineData("AAB")]
    [InlineData("AAF")]
    [InlineData("A_")]
    [InlineData("AA-")]
    public void Impossible_lengths_and_trailing_bits_are_not_canonical(string text)
    {
        StrictBase64Url.IsCanonical<char>(text).Should().BeFalse();
        StrictBase64Url.IsCanonical<byte>(Encoding.ASCII.GetBytes(text)).Should().BeFalse();
    }

    [Fact]
    public void Returns_false_if_the_destination_is_too_short()
    {
        StrictBase64Url.TryDecode("AAAA"u8, new byte[2], out _).Should().BeFalse();
        StrictBase64Url.TryDecode("AAAA".AsSpan(), new byte[2], out _).Should().BeFalse();
    }

    [Fact]
    public void The_decoded_length_does_not_overflow() =>
        StrictBase64Url.DecodedLength(int.MaxValue).Should().Be(1_610_612_735);

    private static bool IsStrict(string text) =>
        StrictBase64Url.IndexOutsideAlphabet<char>(text) < 0 && StrictBase64Url.IsCanonical<char>(text);

    private static byte[] Decode(string text)
    {
        var bytes = new byte[StrictBase64Url.DecodedLength(text.Length)];
        StrictBase64Url.TryDecode(text, bytes, out var written).Should().BeTrue();
        written.Should().Be(bytes.Length);
        var again = new byte[bytes.Length];
        StrictBase64Url.TryDecode(Encoding.ASCII.GetBytes(text), again, out _).Should().BeTrue();
        again.Should().Equal(bytes);
        return bytes;
    }

    private static bool IsPlatformEncoding(string text)
    {
        try
        {
            return Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
