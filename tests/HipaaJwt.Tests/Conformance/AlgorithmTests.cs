using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 1 to 6: the token does not choose how its signature is verified.</summary>
public sealed class AlgorithmTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(None(), Spellings(), NotAllowed(), Confusion(), OfAnotherKey(), Accepted());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> None()
    {
        foreach (var none in new[] { "none", "None", "NONE", "nOnE", " none", "none ", "n\\u006fne", "none\\u0000", "nоne", "" })
        {
            yield return new($"alg \"{none}\" with a valid signature", JwtErrorCode.AlgorithmNotSupported, w =>
                w.WithHeader(header => header.With("alg", $"\"{none}\"")));
            yield return new($"alg \"{none}\" with an invalid signature", JwtErrorCode.AlgorithmNotSupported, _ =>
                RawToken.Sign(TokenFixture.Header.With("alg", $"\"{none}\"").ToString(), TokenFixture.Claims.ToString(), _ => [0]));
            yield return new($"alg \"{none}\" without a signature", JwtErrorCode.TokenNotCompact, _ =>
                RawToken.Sign(TokenFixture.Header.With("alg", $"\"{none}\"").ToString(), TokenFixture.Claims.ToString(), _ => []));
        }

        foreach (var value in new[]
        {
            "null", "0", "256", "true", "false", "[]", "[\"ES256\"]", "[\"none\",\"ES256\"]", "{}", "{\"alg\":\"ES256\"}",
        })
        {
            yield return new($"alg {value}", JwtErrorCode.AlgorithmNotSupported, w => w.WithHeader(header => header.With("alg", value)));
        }

        yield return new("no alg", JwtErrorCode.AlgorithmNotSupported, w => w.WithHeader(header => header.Without("alg")));
        yield return new("an empty header", JwtErrorCode.AlgorithmNotSupported, w => w.Token("{}"));
        yield return new("a similar name instead of alg", JwtErrorCode.AlgorithmNotSupported, w =>
            w.WithHeader(header => header.Renamed("alg", "Alg")));
    }

    private static IEnumerable<TokenCase> Spellings()
    {
        foreach (var name in new[]
        {
            "es256", "Es256", "ES256 ", " ES256", "ES256\\u0000", "ES256\\n", "ES 256", "ES-256", "ES256K", "ЕS256", "EdDSA", "Ed25519",
            "HS1", "RS1", "HS256/64", "SHA256", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "RSA-OAEP", "RSA1_5",
            "dir", "A128KW", "ECDH-ES", "PBES2-HS256+A128KW", "hs256", "HS256 ",
        })
        {
            yield return new($"alg spelled \"{name}\"", JwtErrorCode.AlgorithmNotSupported, w =>
                w.WithHeader(header => header.With("alg", $"\"{name}\"")));
        }

        yield return new("PBES2 in a JWS", JwtErrorCode.AlgorithmNotSupported, w =>
            w.WithHeader(header => header.With("alg", "\"PBES2-HS512+A256KW\"").Also("p2c", "2147483647").Also("p2s", "\"AAAA\"")));
        yield return new("alg with 100,000 digits", JwtErrorCode.TokenTooLarge, w =>
            w.WithHeader(header => header.With("alg", new string('9', 100_000))));
        yield return new("alg with 10,000 letters", JwtErrorCode.AlgorithmNotSupported, w =>
            w.WithHeader(header => header.With("alg", $"\"{new string('E', 10_000)}\"")));
    }

    private static IEnumerable<TokenCase> NotAllowed()
    {
        foreach (var name in new[] { "HS384", "HS512", "RS384", "RS512", "PS384", "PS512" })
        {
            yield return new($"{name}, which no issuer allows", JwtErrorCode.AlgorithmNotAllowed, w =>
                w.WithHeader(header => header.With("alg", $"\"{name}\"")));
        }
    }

    /// <summary>Representations of a public key as the secret of a MAC.</summary>
    private static IEnumerable<TokenCase> Confusion()
    {
        foreach (var (name, secret) in PublicKeyTexts)
        {
            yield return new($"HS256 with {name} as secret, kid of the RSA key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
                w.SignedBy("HS256", "rsa-1", RawToken.Hs256(secret(w))));
            yield return new($"HS256 with {name} as secret, kid of the MAC key", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("HS256", "mac-1", RawToken.Hs256(secret(w))));
            yield return new($"HS256 with {name} as secret and no kid", JwtErrorCode.SignatureInvalid, w => RawToken.Sign(
                TokenFixture.Header.With("alg", "\"HS256\"").Without("kid").ToString(),
                TokenFixture.Claims.ToString(),
                RawToken.Hs256(secret(w))));
        }

        yield return new("HS256 with an empty secret", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", RawToken.Hs256([])));
        yield return new("HS256 with 32 zeros as secret", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", RawToken.Hs256(new byte[32])));
        yield return new("HS256 with the kid as secret", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", RawToken.Hs256("mac-1"u8.ToArray())));
    }

    private static (string Name, Func<TokenFixture, byte[]> Secret)[] PublicKeyTexts =>
    [
        ("PEM", w => Encoding.ASCII.GetBytes(w.Rsa.ExportSubjectPublicKeyInfoPem())),
        ("PEM and LF", w => Encoding.ASCII.GetBytes(w.Rsa.ExportSubjectPublicKeyInfoPem() + "\n")),
        ("PEM and CRLF", w => Encoding.ASCII.GetBytes(w.Rsa.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n") + "\r\n")),
        ("PKCS#1 PEM", w => Encoding.ASCII.GetBytes(w.Rsa.ExportRSAPublicKeyPem())),
        ("SPKI DER", w => w.Rsa.ExportSubjectPublicKeyInfo()),
        ("PKCS#1 DER", w => w.Rsa.ExportRSAPublicKey()),
        ("the modulus", w => w.Rsa.ExportParameters(false).Modulus!),
        ("the encoded modulus", w => Encoding.ASCII.GetBytes(RawToken.Base64(w.Rsa.ExportParameters(false).Modulus))),
        (
            "JWK",
            w => Encoding.ASCII.GetBytes(
                $$"""{"kty":"RSA","n":"{{RawToken.Base64(w.Rsa.ExportParameters(false).Modulus)}}","e":"AQAB"}""")),
        ("an elliptic-curve SPKI PEM", w => Encoding.ASCII.GetBytes(w.Ec.ExportSubjectPublicKeyInfoPem())),
        ("x and y", w => [.. w.Ec.ExportParameters(false).Q.X!, .. w.Ec.ExportParameters(false).Q.Y!]),
        ("the uncompressed point", w => [4, .. w.Ec.ExportParameters(false).Q.X!, .. w.Ec.ExportParameters(false).Q.Y!]),
    ];

    private static IEnumerable<TokenCase> OfAnotherKey()
    {
        yield return new("ES256 under the kid of an RSA key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("ES256", "rsa-1", RawToken.Es256(w.Ec)));
        yield return new("ES256 under the kid of a MAC key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("ES256", "mac-1", RawToken.Es256(w.Ec)));
        yield return new("RS256 under the kid of an elliptic-curve key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("RS256", "ec-1", w.Rs256));
        yield return new("HS256 under the kid of an elliptic-curve key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("HS256", "ec-1", w.Mac));
        yield return new("ES256 under a P-384 key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("ES256", "p384", RawToken.Es256(w.Ec384)));
        yield return new("ES384 under a P-256 key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("ES384", "ec-1", data => Ecdsa(w.Ec, HashAlgorithmName.SHA384, data)));
        yield return new("ES512 under a P-384 key", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("ES512", "p384", data => Ecdsa(w.Ec384, HashAlgorithmName.SHA512, data)));
        yield return new("ES384 with SHA-256", JwtErrorCode.SignatureInvalid, w => w.SignedBy("ES384", "p384", RawToken.Es256(w.Ec384)));
        yield return new("PS256 under a JWK for RS256", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("PS256", "rs256-only", data => w.RsaForRs256.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        yield return new("a PSS signature with alg RS256", JwtErrorCode.SignatureInvalid, w => w.SignedBy("RS256", "rsa-1", w.Ps256));
        yield return new("a PKCS#1 signature with alg PS256", JwtErrorCode.SignatureInvalid, w => w.SignedBy("PS256", "rsa-1", w.Rs256));
        yield return new("RS256 with SHA-512", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("RS256", "rsa-1", data => w.Rsa.SignData(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)));
        yield return new("HS256 with truncated SHA-512", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", data => HMACSHA512.HashData(w.Secret, data)[..32]));
        yield return new("HS256 with SHA-512", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", data => HMACSHA512.HashData(w.Secret, data)));
        yield return new("an algorithm that only the other issuer allows", JwtErrorCode.AlgorithmNotAllowedForKey, w =>
            w.SignedBy("RS256", "clinic-1", w.Rs256));
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        yield return new("accepted ES384", JwtErrorCode.None, w =>
            w.SignedBy("ES384", "p384", data => Ecdsa(w.Ec384, HashAlgorithmName.SHA384, data)));
        yield return new("accepted ES512", JwtErrorCode.None, w =>
            w.SignedBy("ES512", "p521", data => Ecdsa(w.Ec521, HashAlgorithmName.SHA512, data)));
        yield return new("accepted RS256", JwtErrorCode.None, w => w.SignedBy("RS256", "rsa-1", w.Rs256));
        yield return new("accepted PS256", JwtErrorCode.None, w => w.SignedBy("PS256", "rsa-1", w.Ps256));
        yield return new("accepted RS256 under a JWK for RS256", JwtErrorCode.None, w =>
            w.SignedBy("RS256", "rs256-only", RawToken.Rs256(w.RsaForRs256)));
        yield return new("accepted HS256", JwtErrorCode.None, w => w.SignedBy("HS256", "mac-1", w.Mac));
        yield return new("accepted HS256 without kid and with one key for it", JwtErrorCode.None, w => RawToken.Sign(
            TokenFixture.Header.With("alg", "\"HS256\"").Without("kid").ToString(), TokenFixture.Claims.ToString(), w.Mac));
    }

    private static byte[] Ecdsa(ECDsa key, HashAlgorithmName hash, byte[] data) =>
        key.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
