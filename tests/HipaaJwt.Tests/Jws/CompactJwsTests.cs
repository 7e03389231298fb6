using System.Buffers.Text;
using System.Text;
using CsCheck;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Jws;

public sealed class CompactJwsTests : IDisposable
{
    private static readonly Gen<string> AlmostTokens = Gen.OneOf<string>(
        Gen.Char["AQgwBE_-.."].Array[0, 14].Select(characters => new string(characters)),
        Gen.Char["AQ.=+ \n\0é\uFF0E"].Array[0, 10].Select(characters => new string(characters)),
        Gen.Select(Gen.Byte.Array[1, 9], Gen.Byte.Array[1, 9], Gen.Byte.Array[1, 9], (a, b, c) =>
            RawToken.Base64(a) + "." + RawToken.Base64(b) + "." + RawToken.Base64(c)));

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void Bytes_and_characters_give_the_same_result_for_any_text() =>
        Gen.OneOf<string>(AlmostTokens, Gen.String).Sample(
            text =>
            {
                var utf8 = Encoding.UTF8.GetBytes(text);
                var byBytes = CompactJws.Parse(utf8, out var ofBytes);
                var byCharacters = CompactJws.Parse(text, out var ofCharacters);

                byCharacters.Should().Be(byBytes, text);
                if (byBytes == JwtErrorCode.None)
                {
                    Describe(ofCharacters).Should().Be(Describe(ofBytes));
                }
            },
            iter: 30_000);

    [Fact]
    public void Accepts_only_three_non_empty_base64url_segments() =>
        AlmostTokens.Sample(
            text => CompactJws.TryParse(text, out _).Should().Be(
                text.Split('.') is { Length: 3 } segments && segments.All(IsSegment), text),
            iter: 30_000);

    [Fact]
    public void Finds_and_decodes_the_segments()
    {
        CompactJws.TryParse("eyJhIjoxfQ.e30.AAEC"u8, out var jws).Should().BeTrue();

        jws.Length.Should().Be(19);
        (jws.HeaderLength, jws.PayloadLength, jws.SignatureLength).Should().Be((7, 2, 3));
        Describe(jws).Should().Be("""0..10 11..14 15..19 0..14 {"a":1} {} 000102""");
    }

    [Fact]
    public void Returns_false_if_the_destination_is_too_short()
    {
        CompactJws.TryParse("eyJhIjoxfQ.e30.AAEC", out var jws).Should().BeTrue();

        jws.TryDecodeUnverifiedHeader(new byte[6], out _).Should().BeFalse();
        jws.TryDecodeUnverifiedPayload(new byte[1], out _).Should().BeFalse();
        jws.TryDecodeSignature(new byte[2], out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("", JwtErrorCode.TokenMissing)]
    [InlineData("AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData("AAAA.AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData("AAAA.AAAA.AAAA.AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData("AAAA.AAAA.AAAA.AAAA.AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData(".AAAA.AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData("AAAA..AAAA", JwtErrorCode.TokenNotCompact)]
    [InlineData("AAAA.AAAA.", JwtErrorCode.TokenNotCompact)]
    [InlineData("..", JwtErrorCode.TokenNotCompact)]
    [InlineData("AA=A.AAAA.AAAA", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("AAAA.AA A.AAAA", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("AAAA.AAAA.AAA\n", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("A.AAAA.AAAA", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("AAAA.AB.AAAA", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("AAAA.AAAA.AAB", JwtErrorCode.TokenEncodingInvalid)]
    [InlineData("Bearer AAAA.AAAA.AAAA", JwtErrorCode.TokenEncodingInvalid)]
    public void Distinguishes_shape_errors_from_encoding_errors(string token, JwtErrorCode code)
    {
        CompactJws.Parse(token, out var jws).Should().Be(code);

        jws.Length.Should().Be(0);
        CompactJws.TryParse(token, out _).Should().BeFalse();
        CompactJws.TryParse(Encoding.ASCII.GetBytes(token), out var ofBytes).Should().BeFalse();
        ofBytes.Length.Should().Be(0);
    }

    [Fact]
    public void Rejects_a_megabyte_of_dots() =>
        CompactJws.TryParse(new string('.', 1024 * 1024), out _).Should().BeFalse();

    [Fact]
    public void Parsing_and_decoding_allocate_nothing()
    {
        var token = _issuer.Token();
        var utf8 = Encoding.ASCII.GetBytes(token);
        var destination = new byte[token.Length];

        Allocation.Of(() => ParseAndDecode(token, utf8, destination)).Should().Be(0);
    }

    [Fact]
    public void A_rejection_allocates_nothing()
    {
        var token = _issuer.Token() + "=";

        Allocation.Of(() => _ = CompactJws.TryParse(token, out _)).Should().Be(0);
    }

    private static void ParseAndDecode(string token, byte[] utf8, byte[] destination)
    {
        _ = CompactJws.TryParse(token, out var ofCharacters)
            && ofCharacters.TryDecodeUnverifiedHeader(destination, out _)
            && ofCharacters.TryDecodeUnverifiedPayload(destination, out _);
        _ = CompactJws.TryParse(utf8, out var ofBytes)
            && ofBytes.TryDecodeUnverifiedPayload(destination, out _)
            && ofBytes.TryDecodeSignature(destination, out _);
    }

    private static string Describe(in CompactJws jws)
    {
        var header = new byte[jws.HeaderLength];
        var payload = new byte[jws.PayloadLength];
        var signature = new byte[jws.SignatureLength];
        jws.TryDecodeUnverifiedHeader(header, out _).Should().BeTrue();
        jws.TryDecodeUnverifiedPayload(payload, out _).Should().BeTrue();
        jws.TryDecodeSignature(signature, out _).Should().BeTrue();
        return $"{jws.HeaderRange} {jws.PayloadRange} {jws.SignatureRange} {jws.SigningInputRange} "
            + $"{Encoding.Latin1.GetString(header)} {Encoding.Latin1.GetString(payload)} {Convert.ToHexString(signature)}";
    }

    private static bool IsSegment(string segment)
    {
        try
        {
            return segment.Length > 0 && Base64Url.EncodeToString(Base64Url.DecodeFromChars(segment)) == segment;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
