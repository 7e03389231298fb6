using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 10, 15 and 16 for a service that decrypts: expensive headers and manipulated ciphertexts.</summary>
public sealed class EncryptedTokenTests(EncryptionFixture fixture) : IClassFixture<EncryptionFixture>
{
    private const string A256Gcm = "A256GCM";
    private const string Cbc = "A128CBC-HS256";

    private static readonly RawObject Header = RawObject.Empty
        .Also("alg", "\"RSA-OAEP-256\"").Also("enc", "\"A256GCM\"").Also("kid", "\"rsa-enc\"").Also("cty", "\"JWT\"");

    private static readonly RawObject DirectHeader = Header.With("alg", "\"dir\"").With("kid", "\"secret-256\"");

    private static readonly RawObject AgreedHeader = Header.With("alg", "\"ECDH-ES\"").With("kid", "\"ec-enc\"");

    private static readonly Corpus Corpus = new(Accepted(), Headers(), Keys(), Inside(), Broken(), Points());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    [Fact]
    public async Task All_decryption_failures_have_the_same_error()
    {
        var failures = Corpus.All.Where(one => one.Expected == JwtErrorCode.DecryptionFailed).ToArray();
        HashSet<string> errors = [];
        foreach (var failure in failures)
        {
            errors.Add((await fixture.Host.Validator.ValidateAsync(failure.Build(fixture))).Error.ToString());
        }

        failures.Should().HaveCountGreaterThan(25);
        errors.Should().Equal("410 DecryptionFailed");
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        yield return new("a signed token inside RSA-OAEP-256", JwtErrorCode.None, w => Rsa(w));
        foreach (var type in new[]
        {
            "jwt", "application/jwt", "APPLICATION/JWT", "at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt", "at\\u002bjwt",
        })
        {
            yield return new($"with cty {type}", JwtErrorCode.None, w => Rsa(w, header => header.With("cty", $"\"{type}\"")));
        }

        yield return new("without cty", JwtErrorCode.None, w => Rsa(w, header => header.Without("cty")));
        yield return new("with a typ", JwtErrorCode.None, w => Rsa(w, header => header.Also("typ", "\"JWT\"")));
        yield return new("with an unknown parameter", JwtErrorCode.None, w => Rsa(w, header => header.Also("x", "{\"y\":[1]}")));
        yield return new("with an escaped name of the algorithm", JwtErrorCode.None, w =>
            Rsa(w, header => header.With("alg", "\"RSA-O\\u0041EP-256\"")));
        yield return new("inside a direct key", JwtErrorCode.None, w => Direct(w));
        yield return new("inside an agreed key", JwtErrorCode.None, w => Agreed(w));
        yield return new("inside an agreed key of 512 bits", JwtErrorCode.None, w =>
            RawJwe.Agreed(
                epk => AgreedHeader.With("enc", "\"A256CBC-HS512\"").Also("epk", epk).ToString(), Own(w).Ec, "A256CBC-HS512", w.Token()));
        yield return new("inside an agreed key on P-521", JwtErrorCode.None, w =>
            RawJwe.Agreed(epk => AgreedHeader.With("kid", "\"ec521-enc\"").Also("epk", epk).ToString(), Own(w).Ec521, A256Gcm, w.Token()));
        yield return new("without kid and with one key for the algorithm", JwtErrorCode.None, w => Rsa(w, header => header.Without("kid")));
    }

    private static IEnumerable<TokenCase> Headers()
    {
        foreach (var member in new[] { "jwk", "jku", "x5u", "x5c", "zip", "p2c", "p2s", "b64" })
        {
            yield return new($"{member} in the header", JwtErrorCode.HeaderMemberNotAllowed, w =>
                Rsa(w, header => header.Also(member, "\"DEF\"")));
        }

        yield return new("PBES2 with two billion rounds", JwtErrorCode.HeaderMemberNotAllowed, _ =>
            Empty(Header.With("alg", "\"PBES2-HS512+A256KW\"").First("p2c", "2147483647").Also("p2s", "\"AAAAAAAAAAA\"")));
        yield return new("PBES2 without its parameters", JwtErrorCode.AlgorithmNotSupported, _ =>
            Empty(Header.With("alg", "\"PBES2-HS256+A128KW\"")));
        foreach (var algorithm in new[]
        {
            "RSA1_5", "A192KW", "ECDH-ES+A192KW", "A128GCMKW", "RSA-OAEP-512", "rsa-oaep-256", "RSA-OAEP-256 ", "none", "ES256", "",
        })
        {
            yield return new($"alg \"{algorithm}\"", JwtErrorCode.AlgorithmNotSupported, w =>
                Rsa(w, header => header.With("alg", $"\"{algorithm}\"")));
        }

        foreach (var encryption in new[] { "A192GCM", "A192CBC-HS384", "a256gcm", "none", "" })
        {
            yield return new($"enc \"{encryption}\"", JwtErrorCode.AlgorithmNotSupported, w =>
                Rsa(w, header => header.With("enc", $"\"{encryption}\"")));
        }

        yield return new("no alg", JwtErrorCode.AlgorithmNotSupported, w => Rsa(w, header => header.Without("alg")));
        yield return new("no enc", JwtErrorCode.AlgorithmNotSupported, w => Rsa(w, header => header.Without("enc")));
        yield return new("alg a number", JwtErrorCode.AlgorithmNotSupported, w => Rsa(w, header => header.With("alg", "1")));
        yield return new("an alg that is not listed", JwtErrorCode.AlgorithmNotAllowed, w =>
            Rsa(w, header => header.With("alg", "\"RSA-OAEP\"")));
        yield return new("an enc that is not listed", JwtErrorCode.AlgorithmNotAllowed, w =>
            Rsa(w, header => header.With("enc", "\"A128GCM\"")));
        yield return new("crit", JwtErrorCode.CriticalHeaderNotSupported, w =>
            Rsa(w, header => header.Also("crit", "[\"x\"]").Also("x", "1")));
        foreach (var type in new[]
        {
            "", "JSON", "JWE", "text/jwt", "text/at+jwt", "application/", "application/application/jwt", " jwt", "at+jwt ", "at jwt",
            "dpop+jwt", "id+jwt", "jwt;a=b", "jwt\\u0000",
        })
        {
            yield return new($"cty \"{type}\"", JwtErrorCode.HeaderMemberInvalid, w =>
                Rsa(w, header => header.With("cty", $"\"{type}\"")));
        }

        yield return new("cty a number", JwtErrorCode.HeaderMemberInvalid, w => Rsa(w, header => header.With("cty", "1")));
        yield return new("typ with a control character", JwtErrorCode.HeaderMemberInvalid, w =>
            Rsa(w, header => header.Also("typ", "\"\\n\"")));
        yield return new("kid empty", JwtErrorCode.HeaderMemberInvalid, w => Rsa(w, header => header.With("kid", "\"\"")));
        yield return new("alg twice", JwtErrorCode.HeaderMemberDuplicate, w => Rsa(w, header => header.Also("\\u0061lg", "\"dir\"")));
        yield return new("enc twice", JwtErrorCode.HeaderMemberDuplicate, w => Rsa(w, header => header.Also("enc", "\"A256GCM\"")));
        yield return new("a deeply nested header", JwtErrorCode.HeaderTooComplex, w =>
            Rsa(w, header => header.Also("x", new string('[', 20) + new string(']', 20))));
        yield return new("a header that is not an object", JwtErrorCode.HeaderMalformed, _ =>
            RawToken.Base64("[]") + ".AAAA.AAAA.AAAA.AAAA");
        yield return new("epk without an agreement", JwtErrorCode.HeaderMemberNotAllowed, w => Rsa(w, header => header.Also("epk", "{}")));
        yield return new("apu without an agreement", JwtErrorCode.HeaderMemberNotAllowed, w =>
            Rsa(w, header => header.Also("apu", "\"AAAA\"")));
        yield return new("apv without an agreement", JwtErrorCode.HeaderMemberNotAllowed, w =>
            Rsa(w, header => header.Also("apv", "\"AAAA\"")));
        yield return new("an agreement without epk", JwtErrorCode.HeaderMemberInvalid, _ => Empty(AgreedHeader));
        yield return new("epk a text", JwtErrorCode.HeaderMemberInvalid, _ => Empty(AgreedHeader.Also("epk", "\"x\"")));
        yield return new("apu a number", JwtErrorCode.HeaderMemberInvalid, w => Agreed(w, header => header.Also("apu", "1")));
        yield return new("apv with padding", JwtErrorCode.HeaderMemberInvalid, w => Agreed(w, header => header.Also("apv", "\"AA==\"")));
    }

    private static IEnumerable<TokenCase> Keys()
    {
        yield return new("an unknown kid", JwtErrorCode.KeyNotFound, w => Rsa(w, header => header.With("kid", "\"unknown\"")));
        yield return new("the kid of a signing key", JwtErrorCode.KeyNotFound, w => Rsa(w, header => header.With("kid", "\"rsa-1\"")));
        yield return new("the kid in capitals", JwtErrorCode.KeyNotFound, w => Rsa(w, header => header.With("kid", "\"RSA-ENC\"")));
        yield return new("the kid of a key of another type", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            Rsa(w, header => header.With("kid", "\"ec-enc\"")));
        yield return new("a wrapping key of another length", JwtErrorCode.AlgorithmNotAllowedForKey, _ =>
            Empty(Header.With("alg", "\"A128KW\"").With("kid", "\"secret-256\"")));
        yield return new("without kid and with several keys for the algorithm", JwtErrorCode.KeyAmbiguous, w =>
            Direct(w, header => header.Without("kid")));
        yield return new("encrypted to another key", JwtErrorCode.DecryptionFailed, w =>
            RawJwe.Rsa(Header.ToString(), w.Rsa, A256Gcm, w.Token()));
        yield return new("a direct key of another length", JwtErrorCode.DecryptionFailed, w =>
            RawJwe.Direct(DirectHeader.With("kid", "\"secret-512\"").ToString(), Own(w).Secret512[..32], A256Gcm, w.Token()));
    }

    private static IEnumerable<TokenCase> Inside()
    {
        var unsigned = RawToken.Base64("""{"alg":"none","typ":"at+jwt"}""") + "." + RawToken.Base64(TokenFixture.Claims.ToString()) + ".";
        yield return new("an unsigned token inside", JwtErrorCode.TokenNotCompact, w => Rsa(w, inside: unsigned));
        yield return new("an unsigned token with an invalid signature inside", JwtErrorCode.AlgorithmNotSupported, w =>
            Rsa(w, inside: unsigned + "AAAA"));
        yield return new("claims alone inside", JwtErrorCode.TokenNotCompact, w => Rsa(w, inside: TokenFixture.Claims.ToString()));
        yield return new("nothing inside", JwtErrorCode.TokenNotCompact, w =>
            RawJwe.Rsa(Header.With("enc", $"\"{Cbc}\"").ToString(), Own(w).Rsa, Cbc, string.Empty));
        yield return new("an encrypted token inside", JwtErrorCode.TokenNotCompact, w => Rsa(w, inside: Rsa(w)));
        yield return new("a token followed by a space inside", JwtErrorCode.TokenEncodingInvalid, w => Rsa(w, inside: w.Token() + " "));
        yield return new("a token with an invalid signature inside", JwtErrorCode.SignatureInvalid, w =>
            Rsa(w, inside: w.Resigned(signature => [.. signature.Reverse()])));
        yield return new("an ID token inside", JwtErrorCode.TokenTypeNotAllowed, w =>
            Rsa(w, inside: w.WithHeader(header => header.With("typ", "\"JWT\""))));
        yield return new("an expired token inside", JwtErrorCode.TokenExpired, w =>
            Rsa(w, inside: w.WithClaims(claims => claims.With("exp", $"{TokenFixture.Now - 60}"))));
        yield return new("a token for another audience inside", JwtErrorCode.AudienceNotAllowed, w =>
            Rsa(w, inside: w.WithClaims(claims => claims.With("aud", "\"x\""))));
        yield return new("a megabyte inside", JwtErrorCode.TokenTooLarge, w => Rsa(w, inside: new string('A', 1024 * 1024)));
    }

    private static IEnumerable<TokenCase> Broken()
    {
        foreach (var (name, segment) in new[] { ("key", 1), ("initialization vector", 2), ("ciphertext", 3), ("tag", 4) })
        {
            yield return new($"another {name}", JwtErrorCode.DecryptionFailed, w =>
                Changed(Rsa(w), segment, bytes => [(byte)(bytes[0] ^ 1), .. bytes[1..]]));
            yield return new($"another {name} under CBC", JwtErrorCode.DecryptionFailed, w =>
                Changed(RsaCbc(w), segment, bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]));
            yield return new($"a shorter {name}", JwtErrorCode.DecryptionFailed, w => Changed(Rsa(w), segment, bytes => bytes[..^1]));
            yield return new($"a shorter {name} under CBC", JwtErrorCode.DecryptionFailed, w =>
                Changed(RsaCbc(w), segment, bytes => bytes[..^1]));
            yield return new($"a longer {name}", JwtErrorCode.DecryptionFailed, w => Changed(Rsa(w), segment, bytes => [.. bytes, 0]));
            yield return new($"an invalid character in the {name}", JwtErrorCode.TokenEncodingInvalid, w =>
                ChangedText(Rsa(w), segment, text => "=" + text));
            yield return new($"trailing bits in the {name}", JwtErrorCode.TokenEncodingInvalid, w =>
                ChangedText(Rsa(w), segment, text => text[..(text.Length / 4 * 4 - 4)] + "AB"));
        }

        yield return new("a tag of four bytes", JwtErrorCode.DecryptionFailed, w => Changed(Rsa(w), 4, tag => tag[..4]));
        yield return new("another header", JwtErrorCode.DecryptionFailed, w =>
            ChangedText(Rsa(w), 0, _ => RawToken.Base64(Header.Also("x", "1").ToString())));
        yield return new("an empty key where one is required", JwtErrorCode.DecryptionFailed, w =>
            ChangedText(Rsa(w), 1, _ => string.Empty));
        yield return new("a key where none is allowed", JwtErrorCode.DecryptionFailed, w => ChangedText(Direct(w), 1, _ => "AAAA"));
        yield return new("a key in addition to an agreed one", JwtErrorCode.DecryptionFailed, w => ChangedText(Agreed(w), 1, _ => "AAAA"));
        yield return new("a content key of another length", JwtErrorCode.DecryptionFailed, w =>
            WithContentKey(w, RandomNumberGenerator.GetBytes(16)));
        yield return new("invalid padding with a valid tag", JwtErrorCode.DecryptionFailed, WithoutPadding);
        yield return new("a signed token as a wrapped key", JwtErrorCode.DecryptionFailed, w =>
            ChangedText(Empty(Header.With("alg", "\"A128KW\"").With("kid", "\"secret-128\"")), 1, _ => RawToken.Base64("unwrapped")));
        foreach (var (name, segment) in new[] { ("header", 0), ("initialization vector", 2), ("ciphertext", 3), ("tag", 4) })
        {
            yield return new($"no {name}", JwtErrorCode.TokenNotCompact, w => ChangedText(Rsa(w), segment, _ => string.Empty));
        }
    }

    private static IEnumerable<TokenCase> Points()
    {
        yield return new("a point off the curve", JwtErrorCode.DecryptionFailed, _ =>
            WithPoint((x, y) => (x, [.. y[..^1], (byte)(y[^1] ^ 1)])));
        yield return new("the point (0, 0)", JwtErrorCode.DecryptionFailed, _ => WithPoint((x, y) => (new byte[32], new byte[32])));
        yield return new("a point above the prime", JwtErrorCode.DecryptionFailed, _ =>
            WithPoint((x, y) => ([.. Enumerable.Repeat((byte)0xFF, 32)], y)));
        yield return new("a point that is too short", JwtErrorCode.DecryptionFailed, _ => WithPoint((x, y) => (x[..^1], y)));
        yield return new("a point that is too long", JwtErrorCode.DecryptionFailed, _ => WithPoint((x, y) => ([0, .. x], y)));
        yield return new("a point of order 2 on another curve", JwtErrorCode.DecryptionFailed, _ => WithPoint((x, _) => (x, new byte[32])));
        yield return new("a key of another curve", JwtErrorCode.DecryptionFailed, w =>
            Empty(AgreedHeader.Also("epk", RawJwe.EphemeralKey(Own(w).Ec384))));
        foreach (var (name, epk) in new[]
        {
            ("nothing", "{}"),
            ("RSA", """{"kty":"RSA","n":"AAAA","e":"AQAB"}"""),
            ("numbers", """{"kty":"EC","crv":"P-256","x":1,"y":2}"""),
            ("invalid characters", """{"kty":"EC","crv":"P-256","x":"====","y":"===="}"""),
            ("an unknown curve", """{"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"}"""),
        })
        {
            yield return new($"{name} as epk", JwtErrorCode.DecryptionFailed, _ => Empty(AgreedHeader.Also("epk", epk)));
        }
    }

    private static EncryptionKeys Own(TokenFixture fixture) => ((EncryptionFixture)fixture).Own;

    private static string Rsa(TokenFixture fixture, Func<RawObject, RawObject>? change = null, string? inside = null) =>
        RawJwe.Rsa((change ?? (header => header))(Header).ToString(), Own(fixture).Rsa, A256Gcm, inside ?? fixture.Token());

    private static string RsaCbc(TokenFixture fixture) =>
        RawJwe.Rsa(Header.With("enc", $"\"{Cbc}\"").ToString(), Own(fixture).Rsa, Cbc, fixture.Token());

    private static string Direct(TokenFixture fixture, Func<RawObject, RawObject>? change = null) =>
        RawJwe.Direct((change ?? (header => header))(DirectHeader).ToString(), Own(fixture).Secret256, A256Gcm, fixture.Token());

    private static string Agreed(TokenFixture fixture, Func<RawObject, RawObject>? change = null) => RawJwe.Agreed(
        epk => (change ?? (header => header))(AgreedHeader).Also("epk", epk).ToString(), Own(fixture).Ec, A256Gcm, fixture.Token());

    private static string Empty(RawObject header) =>
        RawToken.Base64(header.ToString()) + ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";

    private static string WithPoint(Func<byte[], byte[], (byte[] X, byte[] Y)> change)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = sender.ExportParameters(false).Q;
        var (x, y) = change(point.X!, point.Y!);
        return ChangedText(Empty(AgreedHeader.Also("epk", RawJwe.EphemeralKey("P-256", x, y))), 1, _ => string.Empty);
    }

    private static string WithContentKey(TokenFixture fixture, byte[] contentKey) => RawJwe.Write(
        Header.ToString(),
        Own(fixture).Rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256),
        contentKey,
        A256Gcm,
        Encoding.UTF8.GetBytes(fixture.Token()));

    private static string WithoutPadding(TokenFixture fixture)
    {
        var (key, iv) = (Own(fixture).Secret256, new byte[16]);
        using var aes = Aes.Create();
        aes.Key = key[16..];
        var ciphertext = aes.EncryptCbc(new byte[64], iv, PaddingMode.None);
        var header = RawToken.Base64(DirectHeader.With("enc", $"\"{Cbc}\"").ToString());
        var tag = RawJwe.Tag(key, Encoding.ASCII.GetBytes(header), iv, ciphertext);
        return string.Join('.', header, string.Empty, RawToken.Base64(iv), RawToken.Base64(ciphertext), RawToken.Base64(tag));
    }

    private static string Changed(string token, int segment, Func<byte[], byte[]> change) =>
        ChangedText(token, segment, text => RawToken.Base64(change(System.Buffers.Text.Base64Url.DecodeFromChars(text))));

    private static string ChangedText(string token, int segment, Func<string, string> change)
    {
        var segments = token.Split('.');
        segments[segment] = change(segments[segment]);
        return string.Join('.', segments);
    }
}
