using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class JoseHeaderTests
{
    [Fact]
    public void Reads_algorithm_type_and_key_ID()
    {
        var (error, header) = Read("""{"kid":"key-1","typ":"at+jwt","alg":"ES256","x":{"alg":"none"}}""");

        error.Should().Be(JwtError.None);
        header.Should().Be("ES256 at+jwt key-1");
    }

    [Fact]
    public void Unescapes_names_and_values()
    {
        var (error, header) = Read("""{"\u0061lg":"ES\u0032\u00356","kid":"k\u00e9y\ud83d\ude00","typ":"\u0061t+jwt"}""");

        error.Should().Be(JwtError.None);
        header.Should().Be("ES256 at+jwt kéy😀");
    }

    [Theory]
    [InlineData("""{"alg":"ES256"}""", "ES256  ")]
    [InlineData("""{"alg":"HS512","Kid":"other","TYP":"x","Crit":["exp"]}""", "HS512  ")]
    public void Ignores_similar_names(string json, string expected)
    {
        var (error, header) = Read(json);

        error.Should().Be(JwtError.None);
        header.Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"typ":"at+jwt"}""")]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":""}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":256}""")]
    [InlineData("""{"alg":["ES256"]}""")]
    [InlineData("""{"alg":"es256"}""")]
    [InlineData("""{"alg":"ES256 "}""")]
    [InlineData("""{"alg":"ES256\u0000"}""")]
    [InlineData("""{"Alg":"ES256"}""")]
    [InlineData("""{"alg":"EdDSA"}""")]
    [InlineData("""{"alg":"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"}""")]
    public void Rejects_an_unsupported_algorithm(string json) =>
        Read(json).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotSupported, "alg"));

    [Theory]
    [InlineData("jwk", "{}")]
    [InlineData("jku", "\"https://attacker.example/keys\"")]
    [InlineData("x5u", "\"https://attacker.example/cert\"")]
    [InlineData("x5c", "[]")]
    [InlineData("b64", "false")]
    [InlineData("zip", "\"DEF\"")]
    [InlineData("enc", "null")]
    public void Rejects_parameters_that_are_not_allowed(string name, string value) =>
        Read($$"""{"alg":"ES256","{{name}}":{{value}}}""").Error.Should().Be(new JwtError(JwtErrorCode.HeaderMemberNotAllowed, name));

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"exp\"]")]
    [InlineData("null")]
    [InlineData("\"exp\"")]
    public void Rejects_crit(string value) =>
        Read($$"""{"alg":"ES256","crit":{{value}}}""").Error.Should().Be(new JwtError(JwtErrorCode.CriticalHeaderNotSupported, "crit"));

    [Theory]
    [InlineData("kid", "\"\"")]
    [InlineData("kid", "null")]
    [InlineData("kid", "17")]
    [InlineData("kid", "[\"key-1\"]")]
    [InlineData("kid", "\"a\\u0000b\"")]
    [InlineData("kid", "\"a\\r\\nb\"")]
    [InlineData("typ", "\"\"")]
    [InlineData("typ", "{}")]
    [InlineData("typ", "true")]
    [InlineData("typ", "\"\\u0085\"")]
    public void Rejects_an_invalid_kid_or_typ(string name, string value) =>
        Read($$"""{"alg":"ES256","{{name}}":{{value}}}""").Error.Should().Be(new JwtError(JwtErrorCode.HeaderMemberInvalid, name));

    [Theory]
    [InlineData("", JwtErrorCode.HeaderMalformed)]
    [InlineData("[]", JwtErrorCode.HeaderMalformed)]
    [InlineData("""{"alg":"ES256"} """ + "x", JwtErrorCode.HeaderMalformed)]
    [InlineData("""{"alg":"ES256","alg":"HS256"}""", JwtErrorCode.HeaderMemberDuplicate)]
    [InlineData("""{"alg":"ES256","\u0061lg":"ES256"}""", JwtErrorCode.HeaderMemberDuplicate)]
    [InlineData("""{"alg":"ES256","x":{"y":1,"y":1}}""", JwtErrorCode.HeaderMemberDuplicate)]
    [InlineData("""{"alg":"ES256","x":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}""", JwtErrorCode.HeaderTooComplex)]
    public void Rejects_a_header_that_is_not_a_strict_JSON_object(string json, JwtErrorCode code) =>
        Read(json).Error.Should().Be(new JwtError(code));

    [Fact]
    public void Accepts_32_members_and_rejects_33()
    {
        Read(HeaderOf(32)).Error.Should().Be(JwtError.None);
        Read(HeaderOf(33)).Error.Should().Be(new JwtError(JwtErrorCode.HeaderTooComplex));

        static string HeaderOf(int members) =>
            """{"alg":"ES256",""" + string.Join(',', Enumerable.Range(1, members - 1).Select(number => $"\"m{number}\":0")) + "}";
    }

    private static (JwtError Error, string Header) Read(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var error = JoseHeader.Read(json, new byte[json.Length], out var header);
        return (error, error.IsNone
            ? $"{header.Algorithm.Name} {Encoding.UTF8.GetString(header.Type)} {Encoding.UTF8.GetString(header.KeyId)}"
            : string.Empty);
    }
}
