using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Jws;
using HipaaJwt.SenderConstraints;
using HipaaJwt.Tests.Support;
using HipaaJwt.Text;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>The keys of proofs: all key families, the minimum strength, and thumbprints.</summary>
public sealed class ProofKeyTests : IDisposable
{
    private static readonly JwtError InvalidKey = new(JwtErrorCode.ProofInvalid, "jwk");

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void The_thumbprint_matches_the_example_of_RFC_7638()
    {
        const string Modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
            + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbIS"
            + "D08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

        ThumbprintOf($$"""{"kty":"RSA","n":"{{Modulus}}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}""", JwsAlgorithm.RS256)
            .Should().Be("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    [Fact]
    public void The_thumbprint_matches_the_example_of_RFC_9449()
    {
        const string X = "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs";
        const string Y = "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA";

        ThumbprintOf($$"""{"kty":"EC","x":"{{X}}","y":"{{Y}}","crv":"P-256"}""", JwsAlgorithm.ES256)
            .Should().Be("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task Keys_of_every_curve_are_accepted(string algorithm)
    {
        var (curve, hash) = algorithm switch
        {
            "ES256" => (ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256),
            "ES384" => (ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384),
            _ => (ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512),
        };
        using var key = ECDsa.Create(curve);

        (await ValidateAsync(Jwk.Of(key, null), algorithm, data => key.SignData(data, hash))).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS512")]
    public async Task RSA_keys_are_accepted(string algorithm)
    {
        using var key = RSA.Create(2048);
        var (hash, padding) = algorithm == "RS256"
            ? (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : (HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
        var jwk = Jwk.Of(key.ExportParameters(false), null);

        (await ValidateAsync(jwk, algorithm, data => key.SignData(data, hash, padding))).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4104)]
    public async Task RSA_keys_of_an_invalid_size_are_rejected_even_if_the_token_is_bound_to_them(int bits)
    {
        using var key = RSA.Create(bits);

        (await ValidateAsync(Jwk.Of(key.ExportParameters(false), null), "RS256", RawToken.Rs256(key))).Should().Be(InvalidKey);
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("Aw")]
    [InlineData("AQAA")]
    [InlineData("!")]
    public async Task RSA_keys_with_an_invalid_exponent_are_rejected(string exponent)
    {
        using var key = RSA.Create(2048);
        var jwk = Jwk.Of(key.ExportParameters(false), null);
        jwk["e"] = exponent;

        (await ValidateAsync(jwk, "RS256", RawToken.Rs256(key))).Should().Be(InvalidKey);
    }

    [Theory]
    [InlineData(4_294_967_291, true)]
    [InlineData(4_294_967_311, false)]
    public async Task The_exponent_of_an_RSA_key_has_at_most_32_bits(long exponent, bool isAccepted)
    {
        using var key = RsaWithExponent(exponent);
        var jwk = Jwk.Of(key.ExportParameters(false), null);

        (await ValidateAsync(jwk, "RS256", RawToken.Rs256(key))).Should().Be(isAccepted ? JwtError.None : InvalidKey);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(256)]
    public async Task A_long_exponent_is_rejected_before_the_claims_and_the_signature(int bytes)
    {
        using var key = RSA.Create(2048);
        var jwk = Jwk.Of(key.ExportParameters(false), null);
        jwk["e"] = RawToken.Base64([.. Enumerable.Repeat((byte)0xFF, bytes)]);

        (await ValidateAsync(jwk, "RS256", _ => [0], claims => claims.Remove("jti"))).Should().Be(InvalidKey);
    }

    [Fact]
    public async Task A_point_that_is_not_on_the_curve_is_rejected()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[][] values = [new byte[32], RandomNumberGenerator.GetBytes(32), new byte[31]];
        foreach (var y in values.Select(value => RawToken.Base64(value)).Append("x"))
        {
            var jwk = Jwk.Of(key, null);
            jwk["y"] = y;

            (await ValidateAsync(jwk, "ES256", RawToken.Es256(key))).Should().Be(InvalidKey);
        }
    }

    private static string ThumbprintOf(string json, JwsAlgorithm id)
    {
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(Encoding.UTF8.GetBytes(json), index, out var members).Should().Be(JsonFault.None);
        ProofKey.TryRead(members, Algorithms.Find(id), out var key).Should().BeTrue();
        var digest = new byte[32];
        key.WriteThumbprint(digest);
        return RawToken.Base64(digest);
    }

    /// <summary>Computes the thumbprint independently of the library, over the required members in the order of their names.</summary>
    private static string ExpectedThumbprintOf(JsonObject jwk)
    {
        string[] names = jwk["kty"]!.GetValue<string>() == "RSA" ? ["e", "kty", "n"] : ["crv", "kty", "x", "y"];
        return DPoPClient.HashOf("{" + string.Join(',', names.Select(name => $"\"{name}\":\"{jwk[name]}\"")) + "}");
    }

    /// <summary>Creates a working key with a chosen prime exponent. The platform creates only keys with 65537.</summary>
    private static RSA RsaWithExponent(long exponent)
    {
        using var key = RSA.Create(2048);
        var parameters = key.ExportParameters(true);
        var (p, q) = (Number(parameters.P), Number(parameters.Q));
        var order = (p - 1) * (q - 1);
        var negativeInverse = exponent - BigInteger.ModPow(order, exponent - 2, exponent);
        var d = (BigInteger.One + (negativeInverse * order)) / exponent;
        parameters.Exponent = Bytes(exponent, exponent <= uint.MaxValue ? 4 : 5);
        parameters.D = Bytes(d, parameters.D!.Length);
        parameters.DP = Bytes(d % (p - 1), parameters.DP!.Length);
        parameters.DQ = Bytes(d % (q - 1), parameters.DQ!.Length);
        return RSA.Create(parameters);
    }

    private static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }

    private async Task<JwtError> ValidateAsync(
        JsonObject jwk, string algorithm, Func<byte[], byte[]> sign, Action<JsonObject>? changeClaims = null)
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token(claims: bound => bound["cnf"] = new JsonObject { ["jkt"] = ExpectedThumbprintOf(jwk) });
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = algorithm, ["jwk"] = jwk.DeepClone() };
        var claims = DPoPClient.Claims(token);
        changeClaims?.Invoke(claims);
        var proof = RawToken.Sign(header.ToJsonString(), claims.ToJsonString(), sign);
        return (await host.Validator.ValidateAsync(token, DPoPClient.Request(proof))).Error;
    }
}
