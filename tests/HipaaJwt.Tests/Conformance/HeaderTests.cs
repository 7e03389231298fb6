using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 10, 11, 15, 17 and 33: parameters that name keys, extensions or another token type.</summary>
public sealed class HeaderTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(EmbeddedKeys(), Critical(), KeyIds(), Types(), Accepted());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> EmbeddedKeys()
    {
        foreach (var (name, value) in new[]
        {
            ("jwk", """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"""), ("jku", "\"https://evil.example/jwks\""),
            ("x5u", "\"https://evil.example/cert\""), ("x5c", "[\"AAAA\"]"), ("zip", "\"DEF\""), ("enc", "\"A256GCM\""),
            ("b64", "false"), ("b64", "true"), ("jwk", "null"), ("jku", "5"), ("x5c", "[]"), ("zip", "null"),
        })
        {
            yield return new($"{name} {value} last", JwtErrorCode.HeaderMemberNotAllowed, w =>
                w.WithHeader(header => header.Also(name, value)));
            yield return new($"{name} {value} first", JwtErrorCode.HeaderMemberNotAllowed, w =>
                w.WithHeader(header => header.First(name, value)));
        }

        yield return new("an embedded key that signed the token", JwtErrorCode.HeaderMemberNotAllowed, w =>
            SelfSigned(w, header => header));
        yield return new("an embedded key without kid", JwtErrorCode.HeaderMemberNotAllowed, w =>
            SelfSigned(w, header => header.Without("kid")));
        yield return new("an embedded key, its name escaped", JwtErrorCode.HeaderMemberNotAllowed, w =>
            SelfSigned(w, header => header.Renamed("jwk", "\\u006awk")));
    }

    private static IEnumerable<TokenCase> Critical()
    {
        foreach (var (name, value) in new[]
        {
            ("unknown", "[\"x-unknown\"]"), ("empty", "[]"), ("naming alg", "[\"alg\"]"), ("naming exp", "[\"exp\"]"),
            ("naming b64", "[\"b64\"]"), ("duplicate", "[\"x\",\"x\"]"), ("a string", "\"exp\""), ("null", "null"), ("an object", "{}"),
            ("a number", "1"), ("with an empty name", "[\"\"]"), ("with a number", "[1]"), ("false", "false"),
        })
        {
            yield return new($"crit {name}", JwtErrorCode.CriticalHeaderNotSupported, w =>
                w.WithHeader(header => header.Also("crit", value)));
        }

        yield return new("crit, its name escaped", JwtErrorCode.CriticalHeaderNotSupported, w =>
            w.WithHeader(header => header.Also("\\u0063rit", "[\"x\"]")));
        yield return new("crit with the parameter it names", JwtErrorCode.CriticalHeaderNotSupported, w =>
            w.WithHeader(header => header.Also("crit", "[\"x\"]").Also("x", "1")));
        yield return new("crit and b64 false", JwtErrorCode.CriticalHeaderNotSupported, w =>
            w.WithHeader(header => header.Also("crit", "[\"b64\"]").Also("b64", "false")));
        yield return new("b64 false before crit", JwtErrorCode.HeaderMemberNotAllowed, w =>
            RawToken.SignEncoded(
                RawToken.Base64(TokenFixture.Header.Also("b64", "false").Also("crit", "[\"b64\"]").ToString()),
                "eyJhIjoxfQ",
                RawToken.Es256(w.Ec)));
    }

    private static IEnumerable<TokenCase> KeyIds()
    {
        foreach (var (name, value) in new[]
        {
            ("a path", "../../../../dev/null"), ("an SQL injection", "ec-1' OR '1'='1"), ("a shell injection", "ec-1; sleep 10"),
            ("another case", "EC-1"), ("a space after", "ec-1 "), ("a space before", " ec-1"), ("a prefix", "ec-"), ("unknown", "ec-2"),
            ("a glob", "*"), ("an address", "https://evil.example/jwks"), ("a homoglyph", "еc-1"), ("a combining mark", "ec-1\u0301"),
            ("a format string", "{0}%s%n"), ("U+2028", "ec-1\u2028"), ("10,000 letters", new string('k', 10_000)),
        })
        {
            yield return new($"kid: {name}", JwtErrorCode.KeyNotFound, w => w.WithHeader(header => header.With("kid", $"\"{value}\"")));
        }

        foreach (var (name, value) in new[]
        {
            ("a number", "1"), ("null", "null"), ("true", "true"), ("an array", "[\"ec-1\"]"), ("an object", "{\"kid\":\"ec-1\"}"),
            ("empty", "\"\""), ("NUL inside", "\"ec-1\\u0000\""), ("a line break inside", "\"ec-1\\r\\n\""),
            ("ESC inside", "\"ec-1\\u001b[2J\""), ("DEL inside", "\"ec-1\\u007f\""), ("U+0085 inside", "\"ec-1\\u0085\""),
        })
        {
            yield return new($"kid: {name}", JwtErrorCode.HeaderMemberInvalid, w => w.WithHeader(header => header.With("kid", value)));
        }

        yield return new("no kid with several keys for the algorithm", JwtErrorCode.KeyAmbiguous, w =>
            w.WithHeader(header => header.Without("kid")));
        yield return new("a similar name instead of kid", JwtErrorCode.KeyAmbiguous, w =>
            w.WithHeader(header => header.Renamed("kid", "Kid")));
    }

    private static IEnumerable<TokenCase> Types()
    {
        foreach (var type in new[]
        {
            "JWT", "jwt", "id_token+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "application/secevent+jwt", "at+jwtx", "at-jwt",
            "at+jwt ", " at+jwt", "text/at+jwt", "application/application/at+jwt", "application/", "at+jwt; charset=utf-8", "JOSE",
            "JOSE+JSON", "at+jwt,JWT", "аt+jwt", "token-introspection+jwt",
        })
        {
            yield return new($"typ \"{type}\"", JwtErrorCode.TokenTypeNotAllowed, w =>
                w.WithHeader(header => header.With("typ", $"\"{type}\"")));
        }

        foreach (var value in new[] { "null", "1", "true", "[\"at+jwt\"]", "{}", "\"\"", "\"at+jwt\\u0000\"", "\"at+jwt\\n\"" })
        {
            yield return new($"typ {value}", JwtErrorCode.HeaderMemberInvalid, w => w.WithHeader(header => header.With("typ", value)));
        }

        yield return new("no typ", JwtErrorCode.TokenTypeMissing, w => w.WithHeader(header => header.Without("typ")));
        yield return new("a similar name instead of typ", JwtErrorCode.TokenTypeMissing, w =>
            w.WithHeader(header => header.Renamed("typ", "TYP")));
        yield return new("the type of the token in cty", JwtErrorCode.TokenTypeMissing, w =>
            w.WithHeader(header => header.Renamed("typ", "cty")));
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        foreach (var type in new[]
        {
            "at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+JWT", "at\\u002bjwt", "application\\/at+jwt",
        })
        {
            yield return new($"accepted typ {type}", JwtErrorCode.None, w => w.WithHeader(header => header.With("typ", $"\"{type}\"")));
        }

        foreach (var (name, value) in new[]
        {
            ("x5t", "\"GvnPApfWMdLRi8PDmisFn7bprKg\""), ("x5t#S256", "\"AAAA\""), ("nonce", "\"n-1\""), ("cty", "\"JWT\""),
            ("x-vendor", "{\"a\":[1,2,{\"b\":null}]}"), ("iss", "\"https://evil.example\""), ("Alg", "\"none\""), ("KID", "\"x\""),
            ("Crit", "[\"x\"]"), ("", "1"), ("kid ", "\"x\""),
        })
        {
            yield return new($"accepted with unknown member \"{name}\"", JwtErrorCode.None, w =>
                w.WithHeader(header => header.Also(name, value)));
        }

        yield return new("accepted with escapes in names and values", JwtErrorCode.None, w =>
            w.Token("""{"\u0061lg":"\u0045S256","t\u0079p":"at+\u006awt","\u006b\u0069\u0064":"ec\u002d1"}"""));
        yield return new("accepted with spaces and line breaks", JwtErrorCode.None, w =>
            w.Token(" {\r\n\t\"alg\" : \"ES256\" ,\n \"typ\":\t\"at+jwt\", \"kid\"\r:\"ec-1\" } \n"));
        yield return new("accepted with members in another order", JwtErrorCode.None, w =>
            w.Token("""{"kid":"ec-1","typ":"at+jwt","alg":"ES256"}"""));
    }

    private static string SelfSigned(TokenFixture fixture, Func<RawObject, RawObject> change)
    {
        var point = fixture.OtherEc.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{RawToken.Base64(point.X)}}","y":"{{RawToken.Base64(point.Y)}}"}""";
        return RawToken.Sign(
            change(TokenFixture.Header.Also("jwk", jwk)).ToString(), TokenFixture.Claims.ToString(), RawToken.Es256(fixture.OtherEc));
    }
}
