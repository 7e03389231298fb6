using System.Numerics;
using System.Security.Cryptography;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 12 and 21 to 24: invalid signatures.</summary>
public sealed class SignatureTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly BigInteger Order =
        BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.AllowHexSpecifier, null);

    private static readonly Corpus Corpus = new(Lengths(), Ecdsa(), Rsa(), Mac(), Issuers(), Tampered(), Accepted());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    private static IEnumerable<TokenCase> Lengths()
    {
        (string Name, Func<byte[], byte[]> Change)[] changes =
        [
            ("one byte", signature => signature[..1]), ("without its last byte", signature => signature[..^1]),
            ("without its first byte", signature => signature[1..]), ("with a zero before", signature => [0, .. signature]),
            ("with a zero after", signature => [.. signature, 0]), ("repeated", signature => [.. signature, .. signature]),
            ("its first half", signature => signature[..(signature.Length / 2)]), ("all zeros", signature => new byte[signature.Length]),
            ("all ones", signature => [.. signature.Select(_ => (byte)0xFF)]), ("reversed", signature => [.. signature.Reverse()]),
            ("with its first bit changed", signature => [(byte)(signature[0] ^ 0x80), .. signature[1..]]),
            ("with its last bit changed", signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)]),
            ("8,000 bytes", _ => new byte[8_000]),
        ];
        foreach (var (name, change) in changes)
        {
            yield return new($"ES256 signature {name}", JwtErrorCode.SignatureInvalid, w => w.Resigned(change));
            yield return new($"RS256 signature {name}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("RS256", "rsa-1", data => change(w.Rs256(data))));
            yield return new($"PS256 signature {name}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("PS256", "rsa-1", data => change(w.Ps256(data))));
            yield return new($"HS256 signature {name}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("HS256", "mac-1", data => change(w.Mac(data))));
        }
    }

    private static IEnumerable<TokenCase> Ecdsa()
    {
        (string Name, BigInteger Value)[] numbers =
        [
            ("0", 0), ("1", 1), ("n-1", Order - 1), ("n", Order), ("n+1", Order + 1), ("2^256-1", BigInteger.Pow(2, 256) - 1),
        ];
        foreach (var (r, s) in from r in numbers from s in numbers select (r, s))
        {
            yield return new($"ES256 r = {r.Name}, s = {s.Name}", JwtErrorCode.SignatureInvalid, w =>
                w.Resigned(_ => [.. Bytes(r.Value, 32), .. Bytes(s.Value, 32)]));
        }

        foreach (var (name, value) in numbers)
        {
            yield return new($"ES256 valid r, s = {name}", JwtErrorCode.SignatureInvalid, w =>
                w.Resigned(signature => [.. signature[..32], .. Bytes(value, 32)]));
            yield return new($"ES256 r = {name}, valid s", JwtErrorCode.SignatureInvalid, w =>
                w.Resigned(signature => [.. Bytes(value, 32), .. signature[32..]]));
        }

        yield return new("ES256 as DER", JwtErrorCode.SignatureInvalid, w => RawToken.Sign(
            TokenFixture.Header.ToString(), TokenFixture.Claims.ToString(), data =>
                w.Ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        yield return new("ES256 r and s exchanged", JwtErrorCode.SignatureInvalid, w =>
            w.Resigned(signature => [.. signature[32..], .. signature[..32]]));
        yield return new("ES256 bytes reversed in r and s", JwtErrorCode.SignatureInvalid, w =>
            w.Resigned(signature => [.. signature[..32].Reverse(), .. signature[32..].Reverse()]));
    }

    private static IEnumerable<TokenCase> Rsa()
    {
        yield return new("RS256 signature plus the modulus", JwtErrorCode.SignatureInvalid, w => PlusModulus(w, "RS256", w.Rs256));
        yield return new("PS256 signature plus the modulus", JwtErrorCode.SignatureInvalid, w => PlusModulus(w, "PS256", w.Ps256));
        foreach (var (name, value) in new (string, Func<BigInteger, BigInteger>)[]
        {
            ("0", _ => 0), ("1", _ => 1), ("n-1", n => n - 1), ("n", n => n),
        })
        {
            yield return new($"RS256 signature {name}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("RS256", "rsa-1", _ => Bytes(value(RawRsa.Modulus(w.Rsa)), 256)));
            yield return new($"PS256 signature {name}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("PS256", "rsa-1", _ => Bytes(value(RawRsa.Modulus(w.Rsa)), 256)));
        }

        foreach (var padding in Enum.GetValues<Pkcs1Flaw>())
        {
            yield return new($"RS256 with the padding error: {padding}", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("RS256", "rsa-1", data => RawRsa.SignPkcs1(w.Rsa, data, padding)));
        }

        foreach (var salt in new[] { 0, 1, 20, 31, 33, 64, 222 })
        {
            yield return new($"PS256 with a salt of {salt} bytes", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("PS256", "rsa-1", data => RawRsa.SignPss(w.Rsa, data, salt, HashAlgorithmName.SHA256)));
        }

        yield return new("PS256 with MGF1 of SHA-512", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("PS256", "rsa-1", data => RawRsa.SignPss(w.Rsa, data, 32, HashAlgorithmName.SHA512)));
        yield return new("PS256 with MGF1 of SHA-384", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("PS256", "rsa-1", data => RawRsa.SignPss(w.Rsa, data, 32, HashAlgorithmName.SHA384)));
        yield return new("RS256 by another key of the same issuer", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("RS256", "rsa-1", RawToken.Rs256(w.RsaForRs256)));
    }

    private static IEnumerable<TokenCase> Mac()
    {
        foreach (var length in new[] { 1, 4, 8, 16, 31 })
        {
            yield return new($"HS256 truncated to {length} bytes", JwtErrorCode.SignatureInvalid, w =>
                w.SignedBy("HS256", "mac-1", data => w.Mac(data)[..length]));
        }

        yield return new("HS256 without the key", JwtErrorCode.SignatureInvalid, w => w.SignedBy("HS256", "mac-1", SHA256.HashData));
        yield return new("HS256 in hexadecimal", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("HS256", "mac-1", data => System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(w.Mac(data)))));
    }

    private static IEnumerable<TokenCase> Issuers()
    {
        yield return new("another issuer's key with this issuer's iss", JwtErrorCode.IssuerNotAllowed, w =>
            w.SignedBy("ES256", "clinic-1", RawToken.Es256(w.OtherEc)));
        yield return new("another issuer's key under this issuer's kid", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("ES256", "ec-1", RawToken.Es256(w.OtherEc)));
        yield return new("this issuer's key with the other issuer's iss", JwtErrorCode.IssuerNotAllowed, w =>
            w.WithClaims(claims => claims.With("iss", $"\"{TokenFixture.OtherIssuer}\"")));
        yield return new("a shared kid: another issuer's key with this issuer's iss", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("ES256", TokenFixture.SharedKeyId, RawToken.Es256(w.OtherSharedEc)));
        yield return new("a shared kid: this issuer's key with the other issuer's iss", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("ES256", TokenFixture.SharedKeyId, RawToken.Es256(w.SharedEc), Other()));
        yield return new("a shared kid: another key", JwtErrorCode.SignatureInvalid, w =>
            w.SignedBy("ES256", TokenFixture.SharedKeyId, RawToken.Es256(w.Ec)));
    }

    private static IEnumerable<TokenCase> Tampered()
    {
        yield return new("claims changed after signing", JwtErrorCode.SignatureInvalid, w =>
            Replaced(w, 1, RawToken.Base64(TokenFixture.Claims.With("sub", "\"admin\"").ToString())));
        yield return new("header changed after signing", JwtErrorCode.SignatureInvalid, w =>
            Replaced(w, 0, RawToken.Base64(TokenFixture.Header.Also("x", "1").ToString())));
        yield return new("the signature of another token", JwtErrorCode.SignatureInvalid, w =>
            Replaced(w, 2, w.WithClaims(claims => claims.With("jti", "\"token-2\"")).Split('.')[2]));
        yield return new("claims that are not JSON with an invalid signature", JwtErrorCode.SignatureInvalid, w =>
            Replaced(w, 1, RawToken.Base64("no JSON")));
        yield return new("signed over the header alone", JwtErrorCode.SignatureInvalid, w => RawToken.Sign(
            TokenFixture.Header.ToString(), TokenFixture.Claims.ToString(), data =>
                RawToken.Es256(w.Ec)(data[..Array.IndexOf(data, (byte)'.')])));
        yield return new("signed over the decoded claims", JwtErrorCode.SignatureInvalid, w => RawToken.Sign(
            TokenFixture.Header.ToString(), TokenFixture.Claims.ToString(), _ =>
                RawToken.Es256(w.Ec)(System.Text.Encoding.UTF8.GetBytes(TokenFixture.Claims.ToString()))));
    }

    private static IEnumerable<TokenCase> Accepted()
    {
        yield return new("accepted ES256 with n-s instead of s", JwtErrorCode.None, w => w.Resigned(signature =>
            [.. signature[..32], .. Bytes(Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true), 32)]));
        yield return new("accepted PS256 from RawRsa", JwtErrorCode.None, w =>
            w.SignedBy("PS256", "rsa-1", data => RawRsa.SignPss(w.Rsa, data, 32, HashAlgorithmName.SHA256)));
        yield return new("accepted RS256 from RawRsa", JwtErrorCode.None, w =>
            w.SignedBy("RS256", "rsa-1", data => RawRsa.SignPkcs1(w.Rsa, data, flaw: null)));
        yield return new("accepted: the other issuer's key with its iss", JwtErrorCode.None, w =>
            w.SignedBy("ES256", "clinic-1", RawToken.Es256(w.OtherEc), Other()));
        yield return new("accepted: a shared kid, this issuer", JwtErrorCode.None, w =>
            w.SignedBy("ES256", TokenFixture.SharedKeyId, RawToken.Es256(w.SharedEc)));
        yield return new("accepted: a shared kid, the other issuer", JwtErrorCode.None, w =>
            w.SignedBy("ES256", TokenFixture.SharedKeyId, RawToken.Es256(w.OtherSharedEc), Other()));
    }

    private static string Other() => TokenFixture.Claims.With("iss", $"\"{TokenFixture.OtherIssuer}\"").ToString();

    private static string Replaced(TokenFixture fixture, int index, string segment)
    {
        var parts = fixture.Token().Split('.');
        parts[index] = segment;
        return string.Join('.', parts);
    }

    /// <summary>Tries tokens until a signature is small enough for the sum to have the length of the modulus.</summary>
    private static string PlusModulus(TokenFixture fixture, string algorithm, Func<byte[], byte[]> sign)
    {
        var modulus = RawRsa.Modulus(fixture.Rsa);
        for (var attempt = 0; ; attempt++)
        {
            var sum = BigInteger.Zero;
            var token = fixture.SignedBy(algorithm, "rsa-1", Sum, TokenFixture.Claims.With("jti", $"\"{attempt}\"").ToString());
            if (sum.GetBitLength() <= 2048)
            {
                return token;
            }

            byte[] Sum(byte[] data)
            {
                sum = modulus + new BigInteger(sign(data), isUnsigned: true, isBigEndian: true);
                return Bytes(sum, sum.GetByteCount(isUnsigned: true));
            }
        }
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - digits.Length], .. digits];
    }
}
