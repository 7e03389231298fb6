using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 13, 14, 15, 19 and 20: tokens that are not exactly three segments of canonical base64url.</summary>
public sealed class StructureTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(Segments(), OtherSerializations(), Base64Url(), Outside(), Accepted());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> Segments()
    {
        yield return new("an empty token", JwtErrorCode.TokenMissing, _ => string.Empty);
        yield return new("one segment", JwtErrorCode.TokenNotCompact, w => Parts(w)[0]);
        yield return new("one dot", JwtErrorCode.TokenNotCompact, _ => ".");
        yield return new("two dots", JwtErrorCode.TokenNotCompact, _ => "..");
        yield return new("four dots", JwtErrorCode.TokenNotCompact, _ => "....");
        yield return new("16 KiB of dots", JwtErrorCode.TokenNotCompact, _ => new string('.', 16 * 1024));
        yield return new("a megabyte of dots", JwtErrorCode.TokenTooLarge, _ => new string('.', 1024 * 1024));
        yield return new("two segments", JwtErrorCode.TokenNotCompact, w => $"{Parts(w)[0]}.{Parts(w)[1]}");
        yield return new("four segments", JwtErrorCode.TokenNotCompact, w => w.Token() + ".AAAA");
        yield return new("a dot at the end", JwtErrorCode.TokenNotCompact, w => w.Token() + ".");
        yield return new("a dot at the beginning", JwtErrorCode.TokenNotCompact, w => "." + w.Token());
        yield return new("five segments", JwtErrorCode.TokenNotCompact, w => w.Token() + ".AAAA.AAAA");
        yield return new("no header", JwtErrorCode.TokenNotCompact, w => $".{Parts(w)[1]}.{Parts(w)[2]}");
        yield return new("no payload, signed without one", JwtErrorCode.TokenNotCompact, w =>
            RawToken.SignEncoded(Parts(w)[0], string.Empty, RawToken.Es256(w.Ec)));
        yield return new("no signature", JwtErrorCode.TokenNotCompact, w => $"{Parts(w)[0]}.{Parts(w)[1]}.");
        yield return new("two dots between segments", JwtErrorCode.TokenNotCompact, w =>
            w.Token().Replace(".", "..", StringComparison.Ordinal));
        yield return new("a byte above the limit", JwtErrorCode.TokenTooLarge, w => OfLength(w, 16 * 1024 + 1));
        yield return new("ten megabytes", JwtErrorCode.TokenTooLarge, _ => new string('A', 10 * 1024 * 1024));
    }

    private static IEnumerable<TokenCase> OtherSerializations()
    {
        yield return new("flattened JSON serialization", JwtErrorCode.TokenNotCompact, w =>
            $$"""{"protected":"{{Parts(w)[0]}}","payload":"{{Parts(w)[1]}}","signature":"{{Parts(w)[2]}}"}""");
        yield return new("general JSON serialization", JwtErrorCode.TokenNotCompact, w =>
            $$"""{"payload":"{{Parts(w)[1]}}","signatures":[{"protected":"{{Parts(w)[0]}}","signature":"{{Parts(w)[2]}}"}]}""");
        yield return new("a polyglot of JSON and compact serialization", JwtErrorCode.TokenNotCompact, Polyglot);
        yield return new("a JWE of five segments", JwtErrorCode.TokenNotCompact, _ => Jwe("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}"""));
        yield return new("a JWE around an unsigned token", JwtErrorCode.TokenNotCompact, _ =>
            Jwe("""{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT"}"""));
        yield return new("a JWE with direct encryption", JwtErrorCode.TokenNotCompact, _ =>
            RawToken.Base64("""{"alg":"dir","enc":"A128GCM"}""") + "..AAAA.AAAA.AAAA");
        yield return new("a JWE with PBES2 and two billion rounds", JwtErrorCode.TokenNotCompact, _ =>
            Jwe("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}"""));
        yield return new("a JWE with compression", JwtErrorCode.TokenNotCompact, _ =>
            Jwe("""{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"}"""));
        yield return new("a JWE with ECDH-ES", JwtErrorCode.TokenNotCompact, _ =>
            Jwe("""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}}"""));
    }

    private static IEnumerable<TokenCase> Base64Url()
    {
        foreach (var (name, index) in new[] { ("header", 0), ("payload", 1), ("signature", 2) })
        {
            foreach (var (what, inserted) in InvalidCharacters)
            {
                yield return new($"{what} at the end of the {name}", JwtErrorCode.TokenEncodingInvalid, w =>
                    Changed(w, index, part => part + inserted));
                yield return new($"{what} inside the {name}", JwtErrorCode.TokenEncodingInvalid, w =>
                    Changed(w, index, part => part.Insert(4, inserted)));
            }

            yield return new($"trailing bits in the {name}", JwtErrorCode.TokenEncodingInvalid, w => Changed(w, index, WithTrailingBits));
            yield return new($"a {name} of a length that is 1 modulo 4", JwtErrorCode.TokenEncodingInvalid, w =>
                Changed(w, index, part => part[..(part.Length / 4 * 4)] + "A"));
        }
    }

    private static IEnumerable<TokenCase> Outside()
    {
        yield return new("with the scheme", JwtErrorCode.TokenEncodingInvalid, w => "Bearer " + w.Token());
        yield return new("a space before", JwtErrorCode.TokenNotCompact, w => " " + w.Token());
        yield return new("a space after", JwtErrorCode.TokenEncodingInvalid, w => w.Token() + " ");
        yield return new("a line break after", JwtErrorCode.TokenEncodingInvalid, w => w.Token() + "\r\n");
        yield return new("a byte order mark before", JwtErrorCode.TokenNotCompact, w => "\uFEFF" + w.Token());
        yield return new("in quotes", JwtErrorCode.TokenNotCompact, w => $"\"{w.Token()}\"");
        yield return new("two tokens with a comma", JwtErrorCode.TokenEncodingInvalid, w => $"{w.Token()},{w.Token()}");
        yield return new("two tokens with a space", JwtErrorCode.TokenEncodingInvalid, w => $"{w.Token()} {w.Token()}");
        yield return new("two tokens with a dot", JwtErrorCode.TokenNotCompact, w => $"{w.Token()}.{w.Token()}");
        yield return new("a full-width dot", JwtErrorCode.TokenEncodingInvalid, w => w.Token().Replace('.', '\uFF0E'));
        yield return new("UTF-16 bytes", JwtErrorCode.TokenEncodingInvalid, w => Encoding.Unicode.GetBytes(w.Token()));
        yield return new("UTF-32 bytes", JwtErrorCode.TokenEncodingInvalid, w => Encoding.UTF32.GetBytes(w.Token()));
        yield return new("bytes that are not UTF-8", JwtErrorCode.TokenNotCompact, _ => [0xC0, 0x80, 0xFF, 0xFE]);
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        yield return new("three segments", JwtErrorCode.None, w => w.Token());
        yield return new("a token at exactly the limit", JwtErrorCode.None, w => OfLength(w, 16 * 1024));
    }

    private static (string What, string Text)[] InvalidCharacters =>
    [
        ("padding", "="), ("a percent sign", "%"), ("escaped padding", "%3D"), ("a space", " "), ("a tab", "\t"),
        ("a line feed", "\n"), ("a line break", "\r\n"), ("a plus sign", "+"), ("a slash", "/"), ("a NUL", "\0"),
        ("a letter outside ASCII", "é"), ("a full-width letter", "\uFF21"), ("a byte order mark", "\uFEFF"), ("a colon", ":"),
    ];

    private static string[] Parts(TokenFixture fixture) => fixture.Token().Split('.');

    private static string Polyglot(TokenFixture fixture)
    {
        var parts = Parts(fixture);
        var claims = RawToken.Base64(TokenFixture.Claims.With("sub", "\"admin\"").ToString());
        return $$"""{"  {{parts[0]}}.{{claims}}.":"","protected":"{{parts[0]}}","payload":"{{parts[1]}}","signature":"{{parts[2]}}"}""";
    }

    private static string Jwe(string header) => RawToken.Base64(header) + ".AAAA.AAAA.AAAA.AAAA";

    /// <summary>Changes a segment. The token is signed after a change of header or payload, so only the encoding is wrong.</summary>
    private static string Changed(TokenFixture fixture, int index, Func<string, string> change)
    {
        var parts = Parts(fixture);
        parts[index] = change(parts[index]);
        return index == 2 ? string.Join('.', parts) : RawToken.SignEncoded(parts[0], parts[1], RawToken.Es256(fixture.Ec));
    }

    /// <summary>Shortens the segment to two characters after a group of four; the last one has trailing bits.</summary>
    private static string WithTrailingBits(string part) => part[..(part.Length / 4 * 4 - 4)] + "AB";

    /// <summary>Creates a token of the given length. It fills header and claims, because one segment cannot have every length.</summary>
    private static string OfLength(TokenFixture fixture, int length)
    {
        const int SignatureAndDots = 86 + 2;
        var (header, claims) = (
            from inHeader in Enumerable.Range(0, 4)
            from inClaims in Enumerable.Range(length / 2, length / 2)
            where Encoded(TokenFixture.Header, inHeader) + Encoded(TokenFixture.Claims, inClaims) + SignatureAndDots == length
            select (inHeader, inClaims)).First();
        return fixture.Token(Filled(TokenFixture.Header, header), Filled(TokenFixture.Claims, claims));

        static string Filled(RawObject members, int filler) => members.Also("filler", $"\"{new string('x', filler)}\"").ToString();

        static int Encoded(RawObject members, int filler) => ((Filled(members, 0).Length + filler) * 4 + 2) / 3;
    }
}
