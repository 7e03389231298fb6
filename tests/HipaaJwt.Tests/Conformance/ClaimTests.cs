namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 25, 27, 30, 31 and 32: claims that are missing, have a wrong type or name another party.</summary>
public sealed class ClaimTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(Missing(), Names(), Controls(), Dates(), Audiences(), Issuers(), Accepted());

    public static TheoryData<string> All => Corpus.Names;

    [Theory]
    [MemberData(nameof(All))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> Missing()
    {
        foreach (var name in new[] { "iss", "sub", "aud", "exp", "iat", "jti" })
        {
            yield return new($"without {name}", JwtErrorCode.ClaimMissing, w => w.WithClaims(claims => claims.Without(name)));
            yield return new($"with {name} in capitals", JwtErrorCode.ClaimMissing, w =>
                w.WithClaims(claims => claims.Renamed(name, name.ToUpperInvariant())));
            yield return new($"with {name} and a NUL", JwtErrorCode.ClaimMissing, w =>
                w.WithClaims(claims => claims.Renamed(name, name + "\\u0000")));
            yield return new($"with {name} only in a nested object", JwtErrorCode.ClaimMissing, w =>
                w.WithClaims(claims => claims.Without(name).Also("x", TokenFixture.Claims.ToString())));
            yield return new($"with {name} only in the header", JwtErrorCode.ClaimMissing, w =>
                w.Token(TokenFixture.Header.Also(name, "\"x\"").ToString(), TokenFixture.Claims.Without(name).ToString()));
        }

        yield return new("no claims at all", JwtErrorCode.ClaimMissing, w => w.Token(claims: "{}"));
    }

    private static IEnumerable<TokenCase> Names()
    {
        foreach (var (name, value) in
            from name in new[] { "iss", "sub", "jti", "client_id", "azp" }
            from value in new[]
            {
                "null", "1", "0", "-1.5", "true", "false", "[]", "{}", "\"\"", "[\"user-42\"]", $"[\"{TokenFixture.Issuer}\"]",
                "{\"a\":\"b\"}",
            }
            select (name, value))
        {
            yield return new($"{name} {value}", JwtErrorCode.ClaimInvalid, w => w.WithClaims(claims => claims.With(name, value)));
        }
    }

    private static IEnumerable<TokenCase> Controls()
    {
        foreach (var (name, control) in
            from name in new[] { "iss", "sub", "aud", "jti", "client_id", "azp" }
            from control in new[]
            {
                "\\u0000", "\\u0001", "\\n", "\\r\\n", "\\t", "\\b", "\\u001b[2J", "\\u001f", "\\u007f", "\u007f", "\\u0080",
                "\u0085", "\\u009f",
            }
            select (name, control))
        {
            yield return new($"{name} with {Printable(control)}", JwtErrorCode.ClaimInvalid, w =>
                w.WithClaims(claims => claims.With(name, $"\"a{control}b\"")));
        }
    }

    private static IEnumerable<TokenCase> Dates()
    {
        foreach (var (name, value) in
            from name in new[] { "exp", "nbf", "iat" }
            from value in new[]
            {
                "null", "true", "false", "\"\"", $"\"{TokenFixture.Now}\"", "\"2026-01-15T12:00:00Z\"", "[]", $"[{TokenFixture.Now}]", "{}",
                "-1", "-0", "-0.0", "-1e9", "-1e-400", "253402300800", "253402300800.5", "9999999999999", $"{TokenFixture.Now}000", "1e12",
                "1e400", "1e999999", "1e2147483648", "1e99999999999999999999", "9223372036854775808", "18446744073709551616",
                "4294967296e9",
            }
            select (name, value))
        {
            yield return new($"{name} {value}", JwtErrorCode.ClaimInvalid, w => w.WithClaims(claims => claims.With(name, value)));
        }
    }

    private static IEnumerable<TokenCase> Audiences()
    {
        foreach (var value in new[]
        {
            "null", "1", "true", "\"\"", "[]", "{}", "[null]", "[1]", "[true]", "[\"\"]", $"[[\"{TokenFixture.Audience}\"]]",
            $"[\"{TokenFixture.Audience}\",1]", $"[\"{TokenFixture.Audience}\",null]", $"[\"{TokenFixture.Audience}\",\"\"]",
            $"[\"{TokenFixture.Audience}\",[]]", $"{{\"{TokenFixture.Audience}\":1}}", $"[\"{TokenFixture.Audience}\",{{}}]",
        })
        {
            yield return new($"aud {value}", JwtErrorCode.ClaimInvalid, w => w.WithClaims(claims => claims.With("aud", value)));
        }

        foreach (var (name, value) in SimilarValues(TokenFixture.Audience))
        {
            yield return new($"aud {name}", JwtErrorCode.AudienceNotAllowed, w =>
                w.WithClaims(claims => claims.With("aud", $"\"{value}\"")));
            yield return new($"aud {name}, in an array", JwtErrorCode.AudienceNotAllowed, w =>
                w.WithClaims(claims => claims.With("aud", $"[\"{value}\",\"x\"]")));
        }

        yield return new("aud *", JwtErrorCode.AudienceNotAllowed, w => w.WithClaims(claims => claims.With("aud", "\"*\"")));
        yield return new("aud that is the issuer", JwtErrorCode.AudienceNotAllowed, w =>
            w.WithClaims(claims => claims.With("aud", $"\"{TokenFixture.Issuer}\"")));
        yield return new("aud that is the client", JwtErrorCode.AudienceNotAllowed, w =>
            w.WithClaims(claims => claims.With("aud", "\"clinic-app\"")));
        yield return new("two audiences in one string", JwtErrorCode.AudienceNotAllowed, w =>
            w.WithClaims(claims => claims.With("aud", $"\"{TokenFixture.Audience} urn:example:clinic\"")));
        yield return new("an audience of this issuer for the other one", JwtErrorCode.AudienceNotAllowed, w => w.SignedBy(
            "ES256",
            "clinic-1",
            Support.RawToken.Es256(w.OtherEc),
            TokenFixture.Claims.With("iss", $"\"{TokenFixture.OtherIssuer}\"").With("aud", "\"urn:example:clinic\"").ToString()));
    }

    private static IEnumerable<TokenCase> Issuers()
    {
        foreach (var (name, value) in SimilarValues(TokenFixture.Issuer))
        {
            yield return new($"iss {name}", JwtErrorCode.IssuerNotAllowed, w => w.WithClaims(claims => claims.With("iss", $"\"{value}\"")));
        }

        yield return new("iss with user information", JwtErrorCode.IssuerNotAllowed, w =>
            w.WithClaims(claims => claims.With("iss", "\"https://idp.hospital.example@evil.example\"")));
        yield return new("iss with a homoglyph", JwtErrorCode.IssuerNotAllowed, w =>
            w.WithClaims(claims => claims.With("iss", "\"https://idp.hоspital.example\"")));
        yield return new("iss in punycode", JwtErrorCode.IssuerNotAllowed, w =>
            w.WithClaims(claims => claims.With("iss", "\"https://xn--idp.hospital.example\"")));
        yield return new("an unknown iss", JwtErrorCode.IssuerNotAllowed, w =>
            w.WithClaims(claims => claims.With("iss", "\"https://evil.example\"")));
    }

    private static IEnumerable<(string Name, string Value)> SimilarValues(string value) =>
    [
        ("with an additional slash", value + "/"), ("without the last letter", value[..^1]), ("with an additional letter", value + "x"),
        ("in capitals", value.ToUpperInvariant()), ("with its scheme in capitals", "HTTPS" + value[5..]),
        ("with http", "http" + value[5..]), ("without scheme", value[8..]), ("with a space before", " " + value),
        ("with a space after", value + " "), ("with a port", value.Replace(".example", ".example:443", StringComparison.Ordinal)),
        ("with a fragment", value + "#"), ("with a query", value + "?"),
        ("with a dot after the host", value.Replace(".example", ".example.", StringComparison.Ordinal)),
        ("percent-encoded", value.Replace("h", "%68", StringComparison.Ordinal)), ("as a prefix of a longer name", value + ".evil.example"),
        ("as a suffix of a longer name", "https://evil.example/" + value), ("with a zero-width space", value + "\u200B"),
        ("with a path of dots", value + "/."), ("with a soft hyphen", value.Insert(12, "\u00AD")),
    ];

    private static IEnumerable<TokenCase> Accepted()
    {
        foreach (var value in new[]
        {
            $"[\"{TokenFixture.Audience}\"]", $"[\"x\",\"{TokenFixture.Audience}\"]", $"[\"{TokenFixture.Audience}\",\"x\",\"y\"]",
            $"[ \"{TokenFixture.Audience}\" , \"{TokenFixture.Audience}\" ]", "\"urn:example:clinic\"",
            "[\"a]\",\"b\\\"[\",\"urn:example:clinic\"]",
        })
        {
            yield return new($"accepted aud {value}", JwtErrorCode.None, w => w.WithClaims(claims => claims.With("aud", value)));
        }

        foreach (var subject in new[]
        {
            "José Ñandú", "患者-7", "пациент", "😀", "a b", "user|42", "\\u00e9", "\\ud83d\\ude00", "\\\"quoted\\\"",
            "user@example.org", "{0}", "' OR 1=1 --", "\u202Euser", "u\u2028v", new string('s', 2_000), "0", "null",
        })
        {
            yield return new($"accepted sub {subject[..Math.Min(20, subject.Length)]}", JwtErrorCode.None, w =>
                w.WithClaims(claims => claims.With("sub", $"\"{subject}\"")));
        }

        yield return new("accepted without client_id", JwtErrorCode.None, w => w.WithClaims(claims => claims.Without("client_id")));
        yield return new("accepted with azp instead of client_id", JwtErrorCode.None, w =>
            w.WithClaims(claims => claims.Renamed("client_id", "azp")));
        yield return new("accepted with null in an unknown claim", JwtErrorCode.None, w =>
            w.WithClaims(claims => claims.Also("nickname", "null")));
        yield return new("accepted with scope as an array", JwtErrorCode.None, w =>
            w.WithClaims(claims => claims.With("scope", "[\"a\",\"b\"]")));
        yield return new("accepted with a number for scope", JwtErrorCode.None, w => w.WithClaims(claims => claims.With("scope", "1")));
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(letter => letter is '\u007f' or '\u0085' ? $"raw U+{(int)letter:X4}" : $"{letter}"));
}
