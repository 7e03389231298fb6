using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 6 to 9: weak or invalid keys that stop the start.</summary>
public sealed class KeyTests : IDisposable
{
    private static readonly Dictionary<string, Func<KeyTests, SecurityKey>> WeakKeys = new(StringComparer.Ordinal)
    {
        ["RSA of 1024 bits"] = _ => new RsaSecurityKey(RSA.Create(1024)) { KeyId = "k" },
        ["RSA of 2040 bits"] = _ => new RsaSecurityKey(RSA.Create(2040)) { KeyId = "k" },
        ["RSA of 512 bits, padded with zeros to 2048"] = _ => RsaJwk(
            [.. new byte[192], .. RSA.Create(512).ExportParameters(false).Modulus!], [1, 0, 1]),
        ["RSA with exponent 1"] = tests => RsaJwk(tests.Modulus, [1]),
        ["RSA with exponent 3"] = tests => RsaJwk(tests.Modulus, [3]),
        ["RSA with exponent 0"] = tests => RsaJwk(tests.Modulus, [0]),
        ["RSA with an even exponent"] = tests => RsaJwk(tests.Modulus, [1, 0, 0]),
        ["RSA with an even modulus"] = tests => RsaJwk([.. tests.Modulus[..^1], (byte)(tests.Modulus[^1] & 0xFE)], [1, 0, 1]),
        ["RSA of 20,000 bits"] = tests => RsaJwk([.. Enumerable.Repeat(tests.Modulus, 10).SelectMany(part => part)], [1, 0, 1]),
        ["RSA with an exponent as long as the modulus"] = tests => RsaJwk(tests.Modulus, tests.Modulus),
        ["RSA without modulus"] = _ => new JsonWebKey { Kty = "RSA", Kid = "k", E = "AQAB" },
        ["RSA with padded base64url"] = tests =>
            new JsonWebKey { Kty = "RSA", Kid = "k", N = RawToken.Base64(tests.Modulus) + "==", E = "AQAB" },
        ["HMAC of 31 bytes"] = _ => new SymmetricSecurityKey(new byte[31]) { KeyId = "k" },
        ["HMAC of 16 bytes as JWK"] = _ => new JsonWebKey { Kty = "oct", Kid = "k", K = RawToken.Base64(new byte[16]) },
        ["HMAC without bytes as JWK"] = _ => new JsonWebKey { Kty = "oct", Kid = "k", K = string.Empty },
        ["a point off the curve"] = tests => EcJwk(tests.X, [.. tests.Y[..^1], (byte)(tests.Y[^1] ^ 1)]),
        ["the point (0, 0)"] = _ => EcJwk(new byte[32], new byte[32]),
        ["a point beyond the field"] = tests => EcJwk([.. Enumerable.Repeat((byte)0xFF, 32)], tests.Y),
        ["a coordinate too short"] = tests => EcJwk(tests.X[1..], tests.Y),
        ["a coordinate too long"] = tests => EcJwk([0, .. tests.X], tests.Y),
        ["no y"] = tests => new JsonWebKey { Kty = "EC", Kid = "k", Crv = "P-256", X = RawToken.Base64(tests.X) },
        ["an unknown curve"] = tests => EcJwk(tests.X, tests.Y, curve: "P-192"),
        ["secp256k1"] = _ => new ECDsaSecurityKey(ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"))) { KeyId = "k" },
        ["a P-256 point with crv P-384"] = tests => EcJwk(tests.X, tests.Y, curve: "P-384"),
        ["alg that does not match crv"] = tests => EcJwk(tests.X, tests.Y, key => key.Alg = "ES384"),
        ["alg of another family"] = tests => EcJwk(tests.X, tests.Y, key => key.Alg = "RS256"),
        ["alg for encryption"] = tests => EcJwk(tests.X, tests.Y, key => key.Alg = "ECDH-ES"),
        ["alg none"] = tests => EcJwk(tests.X, tests.Y, key => key.Alg = "none"),
        ["use enc"] = tests => EcJwk(tests.X, tests.Y, key => key.Use = "enc"),
        ["use in capitals"] = tests => EcJwk(tests.X, tests.Y, key => key.Use = "SIG"),
        ["key_ops without verify"] = tests => EcJwk(tests.X, tests.Y, key => key.KeyOps.Add("sign")),
        ["key_ops for encryption"] = tests => EcJwk(tests.X, tests.Y, key => key.KeyOps.Add("encrypt")),
        ["kty OKP"] = tests => new JsonWebKey { Kty = "OKP", Kid = "k", Crv = "Ed25519", X = RawToken.Base64(tests.X) },
        ["no kty"] = tests => new JsonWebKey { Kid = "k", Crv = "P-256", X = RawToken.Base64(tests.X), Y = RawToken.Base64(tests.Y) },
        ["kty in lower case"] = tests =>
            new JsonWebKey { Kty = "ec", Kid = "k", Crv = "P-256", X = RawToken.Base64(tests.X), Y = RawToken.Base64(tests.Y) },
        ["a key ID of 2,000 letters"] = tests => EcJwk(tests.X, tests.Y, key => key.Kid = new string('k', 2_000)),
    };

    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    public static TheoryData<string> Names => [.. WeakKeys.Keys];

    private byte[] X => _ec.ExportParameters(false).Q.X!;

    private byte[] Y => _ec.ExportParameters(false).Q.Y!;

    private byte[] Modulus => _rsa.ExportParameters(false).Modulus!;

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Rejects_the_key_at_start(string key)
    {
        await using var host = Host(WeakKeys[key](this));

        host.Invoking(it => it.Validator)
            .Should().Throw<OptionsValidationException>().WithMessage("*HipaaJwtOptions.Issuers[0].SigningKeys[0] *");
    }

    [Fact]
    public async Task Rejects_two_keys_of_one_issuer_with_the_same_ID_at_start()
    {
        await using var host = Host(EcJwk(X, Y), new ECDsaSecurityKey(_ec) { KeyId = "k" });

        host.Invoking(it => it.Validator).Should().Throw<OptionsValidationException>().WithMessage("*\"k\" more than once*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Accepts_a_key_with_leading_zeros_or_private_parts(int variant)
    {
        var key = variant == 1
            ? RsaJwk([0, .. Modulus], [0, 1, 0, 1])
            : JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(true)) { KeyId = "k" });
        await using var host = Host(key);
        var header = TokenFixture.Header.With("alg", "\"RS256\"").With("kid", "\"k\"").ToString();

        var result = await host.ValidateAsync(RawToken.Sign(header, TokenFixture.Claims.ToString(), RawToken.Rs256(_rsa)));

        result.Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_short_secret_is_not_used_for_the_algorithms_that_need_a_longer_one()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var host = Host(new SymmetricSecurityKey(secret) { KeyId = "k" });
        var header = TokenFixture.Header.With("alg", "\"HS512\"").With("kid", "\"k\"").ToString();

        var result = await host.ValidateAsync(
            RawToken.Sign(header, TokenFixture.Claims.ToString(), data => HMACSHA512.HashData(secret, data)));

        result.Error.Code.Should().Be(JwtErrorCode.AlgorithmNotAllowedForKey);
    }

    private static TestHost Host(params SecurityKey[] keys) => new(
        new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestIssuer.Now),
        options =>
        {
            var issuer = new TrustedIssuer
            {
                Issuer = TokenFixture.Issuer,
                Audiences = { TokenFixture.Audience },
                Algorithms = { JwsAlgorithm.ES256, JwsAlgorithm.RS256, JwsAlgorithm.HS256, JwsAlgorithm.HS512 },
            };
            Array.ForEach(keys, issuer.SigningKeys.Add);
            options.Issuers.Add(issuer);
        });

    private static JsonWebKey RsaJwk(byte[] modulus, byte[] exponent) =>
        new() { Kty = "RSA", Kid = "k", N = RawToken.Base64(modulus), E = RawToken.Base64(exponent) };

    private static JsonWebKey EcJwk(byte[] x, byte[] y, Action<JsonWebKey>? change = null, string curve = "P-256")
    {
        var key = new JsonWebKey { Kty = "EC", Kid = "k", Crv = curve, X = RawToken.Base64(x), Y = RawToken.Base64(y) };
        change?.Invoke(key);
        return key;
    }
}
