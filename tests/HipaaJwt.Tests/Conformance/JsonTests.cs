using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 18, 25 and 26: JSON that parsers interpret differently, in a token with a valid signature.</summary>
public sealed class JsonTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(
        HeaderTexts(), ClaimsTexts(), HeaderDuplicates(), ClaimsDuplicates(), Encodings(), Sizes(), Accepted());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> HeaderTexts()
    {
        foreach (var (name, text) in Malformed(TokenFixture.Header.ToString()))
        {
            yield return new($"header: {name}", JwtErrorCode.HeaderMalformed, w => w.Token(header: text));
        }
    }

    private static IEnumerable<TokenCase> ClaimsTexts()
    {
        foreach (var (name, text) in Malformed(TokenFixture.Claims.ToString()))
        {
            yield return new($"claims: {name}", JwtErrorCode.ClaimsMalformed, w => w.Token(claims: text));
        }

        yield return new("claims: a token inside the token", JwtErrorCode.ClaimsMalformed, w => w.Token(claims: w.Token()));
    }

    private static IEnumerable<(string Name, string Text)> Malformed(string valid)
    {
        (string, string)[] around =
        [
            ("text after", valid + "x"), ("an object after", valid + "{}"), ("a NUL after", valid + "\0"),
            ("a comment after", valid + "/**/"), ("a line comment after", valid + "//x"), ("a comma after", valid + ","),
            ("a brace after", valid + "}"),
            ("a comment before", "/**/" + valid), ("a byte order mark before", "\uFEFF" + valid), ("a form feed before", "\f" + valid),
            ("a non-breaking space before", "\u00A0" + valid), ("in an array", $"[{valid}]"), ("cut short", valid[..^1]),
            ("empty array", "[]"), ("a string", "\"x\""), ("null", "null"), ("a number", "1"), ("true", "true"), ("a space", " "),
            ("a brace", "{"), ("a NUL", "\0"), ("no braces", valid[1..^1]), ("single quotes", valid.Replace('"', '\'')),
            ("a comma before the end", valid[..^1] + ",}"), ("a comma at the beginning", "{," + valid[1..]), ("XML", "<a/>"),
        ];
        (string, string)[] members =
        [
            ("a bare name", "x:1"), ("a name without value", "\"x\""), ("a name and a colon", "\"x\":"), ("two colons", "\"x\"::1"),
            ("a number as a name", "1:1"), ("NaN", "\"x\":NaN"), ("Infinity", "\"x\":Infinity"), ("undefined", "\"x\":undefined"),
            ("True", "\"x\":True"), ("nul", "\"x\":nul"), ("a leading zero", "\"x\":01"), ("a leading plus", "\"x\":+1"),
            ("a point without digits", "\"x\":1."), ("a point first", "\"x\":.5"), ("hexadecimal", "\"x\":0x10"),
            ("an exponent without digits", "\"x\":1e"), ("a minus alone", "\"x\":-"), ("a minus before zeros", "\"x\":-00"),
            ("a minus in the middle", "\"x\":1-1"), ("an exponent with a fraction", "\"x\":1e1.5"),
            ("an underscore in a number", "\"x\":1_000"), ("a comment inside", "\"x\":/**/1"),
            ("a line break in a string", "\"x\":\"a\nb\""), ("a tab in a string", "\"x\":\"a\tb\""),
            ("a NUL in a string", "\"x\":\"a\0b\""), ("an unknown escape", "\"x\":\"\\x41\""),
            ("an escaped quote of the other kind", "\"x\":\"\\'\""), ("an escaped line break", "\"x\":\"\\\n\""),
            ("a capital U escape", "\"x\":\"\\U0041\""), ("an escape cut short", "\"x\":\"\\u004\""),
            ("an escape without digits", "\"x\":\"\\u\""), ("an escape with a sign", "\"x\":\"\\u+041\""),
            ("an escape with a space", "\"x\":\"\\u 041\""), ("an escape ending in spaces", "\"x\":\"\\u41  \""),
            ("an escape ending in NULs", "\"x\":\"\\u41\0\0\""), ("an escape ending in one NUL", "\"x\":\"\\u041\0\""),
            ("an escape with 0x", "\"x\":\"\\u0x41\""), ("a lone high surrogate", "\"x\":\"\\ud800\""),
            ("a lone low surrogate", "\"x\":\"\\udc00\""), ("surrogates exchanged", "\"x\":\"\\udc00\\ud800\""),
            ("two high surrogates", "\"x\":\"\\ud800\\ud800\""), ("a high surrogate and a letter", "\"x\":\"\\ud800a\""),
            ("a high surrogate and an escape", "\"x\":\"\\ud800\\u0041\""), ("a lone surrogate in a name", "\"\\ud800\":1"),
            ("a lone surrogate deep down", "\"x\":[{\"y\":[\"\\udfff\"]}]"), ("a lone surrogate in a deep name", "\"x\":[{\"\\udfff\":1}]"),
            ("an open string", "\"x\":\"abc"), ("an open array", "\"x\":[1"), ("an array closed by a brace", "\"x\":[1}"),
            ("an object closed by a bracket", "\"x\":{\"y\":1]"), ("an array ending in a comma", "\"x\":[1,]"),
            ("an array beginning with a comma", "\"x\":[,1]"), ("two commas in an array", "\"x\":[1,,2]"),
            ("no comma in an array", "\"x\":[1 2]"), ("two values", "\"x\":1 2"), ("a nested object ending in a comma", "\"x\":{\"y\":1,}"),
        ];
        return [.. around, .. members.Select(member => (member.Item1, $"{valid[..^1]},{member.Item2}}}"))];
    }

    private static IEnumerable<TokenCase> HeaderDuplicates()
    {
        foreach (var (name, value) in new[]
        {
            ("alg", "\"none\""), ("alg", "\"ES256\""), ("kid", "\"ec-1\""), ("kid", "\"p384\""), ("typ", "\"JWT\""), ("typ", "\"at+jwt\""),
        })
        {
            yield return new($"{name} again, as {value}", JwtErrorCode.HeaderMemberDuplicate, w =>
                w.WithHeader(header => header.Also(name, value)));
            yield return new($"{name} before, as {value}", JwtErrorCode.HeaderMemberDuplicate, w =>
                w.WithHeader(header => header.First(name, value)));
        }

        yield return new("alg again, escaped", JwtErrorCode.HeaderMemberDuplicate, w =>
            w.WithHeader(header => header.Also("\\u0061lg", "\"none\"")));
        yield return new("alg before, escaped", JwtErrorCode.HeaderMemberDuplicate, w =>
            w.WithHeader(header => header.First("a\\u006Cg", "\"none\"")));
        yield return new("an unknown header member twice", JwtErrorCode.HeaderMemberDuplicate, w =>
            w.WithHeader(header => header.Also("x", "1").Also("x", "1")));
        yield return new("a nested header member twice", JwtErrorCode.HeaderMemberDuplicate, w =>
            w.WithHeader(header => header.Also("x", "{\"y\":1,\"y\":2}")));
        yield return new("an empty header name twice", JwtErrorCode.HeaderMemberDuplicate, w =>
            w.WithHeader(header => header.Also("", "1").Also("", "1")));
    }

    private static IEnumerable<TokenCase> ClaimsDuplicates()
    {
        foreach (var (name, value) in new[]
        {
            ("iss", "\"https://evil.example\""), ("sub", "\"admin\""), ("aud", "\"x\""), ("exp", "9999999999"), ("iat", "1"),
            ("jti", "\"x\""), ("scope", "\"*\""), ("client_id", "\"x\""),
        })
        {
            yield return new($"{name} twice", JwtErrorCode.ClaimDuplicate, w => w.WithClaims(claims => claims.Also(name, value)));
            yield return new($"{name} twice, the other first", JwtErrorCode.ClaimDuplicate, w =>
                w.WithClaims(claims => claims.First(name, value)));
            yield return new($"{name} twice, once escaped", JwtErrorCode.ClaimDuplicate, w =>
                w.WithClaims(claims => claims.Also($"\\u00{(int)name[0]:x2}{name[1..]}", value)));
        }

        yield return new("a nested claim twice", JwtErrorCode.ClaimDuplicate, w =>
            w.WithClaims(claims => claims.Also("x", "{\"y\":1,\"y\":1}")));
        yield return new("a nested claim twice, once escaped", JwtErrorCode.ClaimDuplicate, w =>
            w.WithClaims(claims => claims.Also("x", "[[{\"roles\":[],\"r\\u006fles\":[]}]]")));
        yield return new("twice with a pair of surrogates and raw", JwtErrorCode.ClaimDuplicate, w =>
            w.WithClaims(claims => claims.Also("\\ud83d\\ude00", "1").Also("😀", "1")));
        yield return new("twice with a solidus escaped", JwtErrorCode.ClaimDuplicate, w =>
            w.WithClaims(claims => claims.Also("a/b", "1").Also("a\\/b", "1")));
        yield return new("a member of an object after a nested object, twice", JwtErrorCode.ClaimDuplicate, w =>
            w.WithClaims(claims => claims.Also("x", "{\"y\":{\"z\":1},\"y\":1}")));
        yield return new("twice with many claims between", JwtErrorCode.ClaimDuplicate, w =>
            w.Token(claims: Many(TokenFixture.Claims, 990).Also("sub", "\"admin\"").ToString()));
    }

    private static IEnumerable<TokenCase> Encodings()
    {
        (string Name, byte[] Bytes)[] sequences =
        [
            ("a stray continuation byte", [0x80]), ("a lead byte alone", [0xC3]), ("an overlong slash", [0xC0, 0xAF]),
            ("an overlong NUL", [0xC0, 0x80]), ("an overlong letter", [0xC1, 0xA1]), ("overlong in three bytes", [0xE0, 0x80, 0xAF]),
            ("overlong in four bytes", [0xF0, 0x80, 0x80, 0xAF]), ("an encoded surrogate", [0xED, 0xA0, 0x80]),
            ("CESU-8", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]), ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]), ("0xFF", [0xFF]),
            ("0xFE", [0xFE]), ("Latin-1", [0xE9]), ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ];
        foreach (var (name, bytes) in sequences)
        {
            yield return new($"{name} in a header value", JwtErrorCode.HeaderMalformed, w =>
                Ascii(w.Token(Spliced(TokenFixture.Header, "x", bytes), Text(TokenFixture.Claims))));
            yield return new($"{name} in sub", JwtErrorCode.ClaimsMalformed, w =>
                Ascii(w.Token(Text(TokenFixture.Header), Spliced(TokenFixture.Claims.Without("sub"), "sub", bytes))));
            yield return new($"{name} in an unknown claim", JwtErrorCode.ClaimsMalformed, w =>
                Ascii(w.Token(Text(TokenFixture.Header), Spliced(TokenFixture.Claims, "x", bytes))));
        }

        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            yield return new($"a header in {encoding.WebName}", JwtErrorCode.HeaderMalformed, w =>
                Ascii(w.Token(encoding.GetBytes(TokenFixture.Header.ToString()), Text(TokenFixture.Claims))));
            yield return new($"claims in {encoding.WebName}", JwtErrorCode.ClaimsMalformed, w =>
                Ascii(w.Token(Text(TokenFixture.Header), encoding.GetBytes(TokenFixture.Claims.ToString()))));
        }
    }

    private static IEnumerable<TokenCase> Sizes()
    {
        foreach (var (open, close, name) in new[] { ("[", "]", "arrays"), ("{\"a\":", "}", "objects"), ("[{\"a\":", "}]", "both") })
        {
            var levels = name == "both" ? 8 : 16;
            yield return new($"header: 17 levels of {name}", JwtErrorCode.HeaderTooComplex, w =>
                w.WithHeader(header => header.Also("x", Nested(open, close, levels))));
            yield return new($"claims: 17 levels of {name}", JwtErrorCode.ClaimsTooComplex, w =>
                w.WithClaims(claims => claims.Also("x", Nested(open, close, levels))));
            yield return new($"header: 1,000 levels of {name}", JwtErrorCode.HeaderTooComplex, w =>
                w.WithHeader(header => header.Also("x", Nested(open, close, 1_000))));
            yield return new($"claims: 1,000 levels of {name}", JwtErrorCode.ClaimsTooComplex, w =>
                w.WithClaims(claims => claims.Also("x", Nested(open, close, 1_000))));
        }

        yield return new("10,000 brackets that never close", JwtErrorCode.ClaimsTooComplex, w =>
            w.Token(claims: "{\"x\":" + new string('[', 10_000)));
        yield return new("a header of 33 members", JwtErrorCode.HeaderTooComplex, w =>
            w.Token(header: Many(TokenFixture.Header, 33).ToString()));
        yield return new("1,025 claims", JwtErrorCode.ClaimsTooComplex, w => w.Token(claims: Many(TokenFixture.Claims, 1_025).ToString()));
        yield return new("10,000 claims", JwtErrorCode.TokenTooLarge, w => w.Token(claims: Many(TokenFixture.Claims, 10_000).ToString()));
        yield return new("a number of 100,000 digits", JwtErrorCode.TokenTooLarge, w =>
            w.WithClaims(claims => claims.Also("x", new string('9', 100_000))));
        yield return new("an exp of 10,000 digits", JwtErrorCode.ClaimInvalid, w =>
            w.WithClaims(claims => claims.With("exp", new string('9', 10_000))));
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        foreach (var (name, member) in new (string, string)[]
        {
            ("every escape", "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000 \\uFFFF \\ud83d\\ude00\""),
            ("raw characters of every length", "\"é€😀\\u2028\u2028\u007F\""), ("an empty string", "\"\""),
            ("numbers of every form", "[0,-0,-1,1.5,1e5,1E+5,1e-5,-1.25e-7,123456789012345678901234567890]"),
            ("literals", "[true,false,null]"), ("empty arrays and objects", "[[],{},[[]],{\"\":{}}]"),
            ("whitespace everywhere", "[ 1 ,\t2\r\n, { \"a\" : [ ] } ]"), ("15 further levels of arrays", Nested("[", "]", 15)),
            ("15 further levels of objects", Nested("{\"a\":", "}", 15)), ("a number of 1,000 digits", new string('9', 1_000)),
            ("the same name on different levels", "{\"x\":{\"x\":{\"x\":1}}}"),
            ("the same name in neighbouring objects", "[{\"x\":1},{\"x\":1}]"), ("names that differ in case", "{\"a\":1,\"A\":2}"),
            ("names that differ in normalisation", "{\"\u00e9\":1,\"e\u0301\":2}"),
            ("the name of a registered claim, nested", "{\"sub\":\"admin\",\"exp\":1}"), ("a noncharacter", "\"\uFFFE\uFFFF\""),
        })
        {
            yield return new($"accepted with {name}", JwtErrorCode.None, w => w.WithClaims(claims => claims.Also("x", member)));
        }

        foreach (var near in new[] { "EXP", "Exp", "ISS", "exp ", " exp", "expé", "exp\\u0000", "Sub", "AUD", "NBF", "ⅰss" })
        {
            yield return new($"accepted with a claim that is nearly registered: \"{near}\"", JwtErrorCode.None, w =>
                w.WithClaims(claims => claims.Also(near, "\"x\"")));
        }

        yield return new("accepted with all names escaped", JwtErrorCode.None, w => w.Token(claims: RawObject.Empty
            .Also("\\u0069\\u0073\\u0073", $"\"{TokenFixture.Issuer}\"")
            .Also("\\u0073ub", "\"user\"")
            .Also("a\\u0075d", $"\"{TokenFixture.Audience}\"")
            .Also("\\u0065xp", $"{TokenFixture.Now + 60}")
            .Also("\\u0069at", $"{TokenFixture.Now}")
            .Also("j\\u0074i", "\"1\"").ToString()));
        yield return new("accepted with escapes in values", JwtErrorCode.None, w => w.WithClaims(claims => claims
            .With("iss", "\"https:\\/\\/idp.hospital.example\"").With("aud", "\"https:\\/\\/fhir.hospital.ex\\u0061mple/r4\"")));
        yield return new("accepted with whitespace around", JwtErrorCode.None, w =>
            w.Token(claims: " \t\r\n" + TokenFixture.Claims + "\n \t\r"));
        yield return new("accepted with 32 header members", JwtErrorCode.None, w =>
            w.Token(header: Many(TokenFixture.Header, 32).ToString()));
        yield return new("accepted with 1,024 claims", JwtErrorCode.None, w =>
            w.Token(claims: Many(TokenFixture.Claims, 1_024).ToString()));
        yield return new("accepted with 14 further levels in the header", JwtErrorCode.None, w =>
            w.WithHeader(header => header.Also("x", Nested("[", "]", 15))));
    }

    private static string Nested(string open, string close, int levels) =>
        string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));

    /// <summary>Adds members with short names until there are <paramref name="count"/>.</summary>
    private static RawObject Many(RawObject members, int count)
    {
        var missing = count - members.ToString().Split("\":").Length + 1;
        for (var i = 0; i < missing; i++)
        {
            members = members.Also($"{i:x}", "1");
        }

        return members;
    }

    private static byte[] Text(RawObject members) => Encoding.UTF8.GetBytes(members.ToString());

    private static byte[] Ascii(string token) => Encoding.ASCII.GetBytes(token);

    /// <summary>Adds a member whose value contains bytes that no string can contain.</summary>
    private static byte[] Spliced(RawObject members, string name, byte[] bytes)
    {
        const string Mark = "@@";
        var text = members.Also(name, $"\"a{Mark}b\"").ToString();
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. bytes, .. Encoding.UTF8.GetBytes(text[(at + Mark.Length)..])];
    }
}
