using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Encryption;

public sealed class DecryptionOptionsTests : IDisposable
{
    private const string Path = "HipaaJwtOptions.Decryption";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, SecurityKey?, string> InvalidKeys { get; } = new()
    {
        { "null", null, "is null. Remove it." },
        {
            "a public RSA key",
            new RsaSecurityKey(Rsa.ExportParameters(false)),
            "has no private part, and a public key cannot decrypt. Use the complete key pair."
        },
        {
            "the JWK of a public key",
            Jwk.Of(Rsa.ExportParameters(false)).ToKey(),
            "has no private part, and a public key cannot decrypt. Use the complete key pair."
        },
        {
            "the JWK of a public point",
            Jwk.Of(Ec).ToKey(),
            "has no private part, and a public key cannot decrypt. Use the complete key pair."
        },
        {
            "a small RSA key",
            new RsaSecurityKey(RSA.Create(1024).ExportParameters(true)),
            "has a modulus of 1024 bits. Use an RSA key of 2048 to 16384 bits."
        },
        {
            "a key for signatures",
            Private(Rsa, jwk => jwk["use"] = "sig").ToKey(),
            "is not for encryption ('use'). Use a key with \"use\": \"enc\"."
        },
        {
            "a key for verification",
            Private(Rsa, jwk => jwk["key_ops"] = new JsonArray("verify")).ToKey(),
            "is not for decryption ('key_ops'). "
                + "Use a key whose \"key_ops\" contains \"decrypt\", \"unwrapKey\", \"deriveKey\" or \"deriveBits\"."
        },
        {
            "a key for a signature algorithm",
            Private(Rsa, jwk => jwk["alg"] = "RS256").ToKey(),
            "is for an unsupported encryption algorithm ('alg'). Use a key for a supported algorithm, such as RSA-OAEP-256."
        },
        {
            "a key for an algorithm that is not listed",
            Private(Rsa, jwk => jwk["alg"] = "RSA-OAEP").ToKey(),
            "fits none of the listed algorithms. Add the algorithm that the key is for, or remove the key. "
                + "A shared key must be exactly as long as its algorithm requires."
        },
        {
            "an unsupported curve",
            Curve(ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"))),
            "is not on P-256, P-384 or P-521. Use one of these curves."
        },
        {
            "an unknown curve",
            Private(Ec, jwk => jwk["crv"] = "P-257").ToKey(),
            "is not on P-256, P-384 or P-521 ('crv'). Use one of these curves."
        },
        {
            "an unknown key type",
            new JsonObject { ["kty"] = "OKP" }.ToKey(),
            "has a 'kty' other than RSA, EC and oct. Write one of these, in upper and lower case as here."
        },
        {
            "an invalid secret",
            new JsonObject { ["kty"] = "oct", ["k"] = "=" }.ToKey(),
            "has a member 'k' that is not base64url. If it is plain text, encode its bytes as base64url, and use at least 32 random bytes."
        },
        {
            "parts that do not match",
            Private(Ec, jwk => jwk["d"] = RawToken.Base64(new byte[32])).ToKey(),
            "cannot be imported. Its parts do not match. Create a new key."
        },
        {
            "an RSA key with a missing part",
            Private(Rsa, jwk => jwk.Remove("p")).ToKey(),
            "cannot be imported. Its parts do not match. Create a new key."
        },
        {
            "a secret of another length",
            new SymmetricSecurityKey(new byte[24]),
            "fits none of the listed algorithms. Add the algorithm that the key is for, or remove the key. "
                + "A shared key must be exactly as long as its algorithm requires."
        },
        {
            "a key ID that is too long",
            new RsaSecurityKey(Rsa) { KeyId = new string('k', 1025) },
            "has a key ID of more than 1024 characters. Use a shorter one."
        },
    };

    public static TheoryData<string, SecurityKey> ValidKeys { get; } = new()
    {
        { "RSA", new RsaSecurityKey(Rsa) },
        { "RSA parameters", new RsaSecurityKey(Rsa.ExportParameters(true)) },
        { "RSA as a JWK", Private(Rsa).ToKey() },
        {
            "RSA as a JWK for encryption",
            Private(Rsa, jwk => (jwk["use"], jwk["key_ops"], jwk["alg"]) = ("enc", new JsonArray("unwrapKey"), "RSA-OAEP-256")).ToKey()
        },
        { "RSA as a certificate", new X509SecurityKey(Certificate()) },
        { "a curve", new ECDsaSecurityKey(Ec) },
        { "a curve as a JWK", Private(Ec).ToKey() },
        { "a curve as a certificate", new X509SecurityKey(CurveCertificate()) },
        { "a secret for key wrapping", new SymmetricSecurityKey(new byte[16]) },
        {
            "a direct secret with its algorithm",
            new JsonObject { ["kty"] = "oct", ["alg"] = "A256GCM", ["k"] = RawToken.Base64(new byte[32]) }.ToKey()
        },
    };

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Rejects_encrypted_tokens_without_keys()
    {
        await using var host = new TestHost(_issuer);
        using var keys = new EncryptionKeys();
        var token = RawJwe.Rsa("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}""", keys.Rsa, "A256GCM", _issuer.Token());

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.TokenNotCompact));
    }

    [Theory]
    [MemberData(nameof(ValidKeys))]
    public void A_valid_key_has_no_problem(string name, SecurityKey key) => Problems(key).Should().BeEmpty(name);

    [Theory]
    [MemberData(nameof(InvalidKeys))]
    public void Reports_an_invalid_key_with_path_and_remedy(string name, SecurityKey? key, string problem) =>
        Problems(key!).Should().Equal([$"{Path}.Keys[0] {problem}"], name);

    [Fact]
    public void Reports_missing_algorithms()
    {
        Problems(new RsaSecurityKey(Rsa), options => options.KeyManagementAlgorithms.Clear()).Should().Equal(
            $"{Path}.KeyManagementAlgorithms is empty. "
            + "Add the algorithms that issuers encrypt keys with, such as RSA-OAEP-256. There is no default.");
        Problems(new RsaSecurityKey(Rsa), options => options.ContentEncryptionAlgorithms.Clear()).Should().Equal(
            $"{Path}.ContentEncryptionAlgorithms is empty. "
            + "Add the algorithms that issuers encrypt content with, such as A256GCM. There is no default.");
    }

    [Fact]
    public void Reports_unsupported_algorithms()
    {
        Problems(new RsaSecurityKey(Rsa), options => options.KeyManagementAlgorithms.Add((JweAlgorithm)99)).Should().Equal(
            $"{Path}.KeyManagementAlgorithms contains 99, which is not a supported algorithm. Use a member of JweAlgorithm.");
        Problems(new RsaSecurityKey(Rsa), options => options.ContentEncryptionAlgorithms.Add((JweEncryption)99)).Should().Equal(
            $"{Path}.ContentEncryptionAlgorithms contains 99, which is not a supported algorithm. Use a member of JweEncryption.");
    }

    [Fact]
    public void Reports_missing_keys_if_algorithms_or_encryption_are_configured()
    {
        var problems = OptionsProblems.Of(
            _issuer, change: options => options.Decryption.KeyManagementAlgorithms.Add(JweAlgorithm.RsaOaep256));

        problems.Should().Equal(
            $"{Path}.Keys is empty, so no token could be decrypted. Add the keys that issuers encrypt to, or remove the algorithms.");
        OptionsProblems.Of(_issuer, trust => trust.RequireEncryption = true).Should().Equal(
            $"HipaaJwtOptions.Issuers[0].RequireEncryption is set, but {Path}.Keys is empty, so every token of the issuer would be "
            + "rejected. Add the keys that the issuer encrypts to.");
    }

    [Fact]
    public void Reports_two_keys_with_the_same_ID() =>
        OptionsProblems.Of(_issuer, change: options =>
        {
            AddKey(options.Decryption, new RsaSecurityKey(Rsa) { KeyId = "k" });
            options.Decryption.Keys.Add(new ECDsaSecurityKey(Ec) { KeyId = "k" });
        }).Should().Equal($"{Path}.Keys contains the key ID \"k\" more than once. Give each key its own ID.");

    [Theory]
    [MemberData(nameof(ValidKeys))]
    public async Task Decrypts_a_token_for_a_valid_key(string name, SecurityKey key)
    {
        await using var host = new TestHost(_issuer, options: options => AddKey(options.Decryption, key));
        using var agreement = ECDiffieHellman.Create(Ec.ExportParameters(true));
        var token = key switch
        {
            SymmetricSecurityKey secret =>
                Jose.JWT.Encode(_issuer.Token(), secret.Key, Jose.JweAlgorithm.A128KW, Jose.JweEncryption.A256GCM),
            JsonWebKey { Kty: "oct" } => RawJwe.Direct("""{"alg":"dir","enc":"A256GCM"}""", new byte[32], "A256GCM", _issuer.Token()),
            JsonWebKey { Kty: "EC" } or ECDsaSecurityKey => RawJwe.Agreed(Agreed, agreement, "A256GCM", _issuer.Token()),
            X509SecurityKey certificate when certificate.Certificate.GetECDiffieHellmanPublicKey() is { } own =>
                RawJwe.Agreed(Agreed, own, "A256GCM", _issuer.Token()),
            X509SecurityKey certificate => RawJwe.Rsa(Encrypted, certificate.Certificate.GetRSAPublicKey()!, "A256GCM", _issuer.Token()),
            _ => RawJwe.Rsa(Encrypted, Rsa, "A256GCM", _issuer.Token()),
        };

        (await host.ValidateAsync(token)).Error.Should().Be(JwtError.None, name);
    }

    private static string Encrypted => """{"alg":"RSA-OAEP-256","enc":"A256GCM"}""";

    private static string Agreed(string epk) => $$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{{epk}}}""";

    private static ECDsaSecurityKey Curve(ECDsa key) => new(key);

    private static X509Certificate2 Certificate() =>
        new CertificateRequest("CN=service", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            TestIssuer.Now, TestIssuer.Now.AddYears(1));

    private static X509Certificate2 CurveCertificate() =>
        new CertificateRequest("CN=service", Ec, HashAlgorithmName.SHA256).CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));

    private static JsonObject Private(RSA key, Action<JsonObject>? change = null)
    {
        var pair = key.ExportParameters(true);
        var jwk = Jwk.Of(pair, keyId: null);
        foreach (var (name, value) in new[]
        {
            ("d", pair.D), ("p", pair.P), ("q", pair.Q), ("dp", pair.DP), ("dq", pair.DQ), ("qi", pair.InverseQ),
        })
        {
            // Some issuers omit the leading zeros that the platform requires.
            jwk[name] = RawToken.Base64([.. value!.SkipWhile(digit => digit == 0)]);
        }

        change?.Invoke(jwk);
        return jwk;
    }

    private static JsonObject Private(ECDsa key, Action<JsonObject>? change = null)
    {
        var jwk = Jwk.Of(key, keyId: null);
        jwk["d"] = RawToken.Base64(key.ExportParameters(true).D);
        change?.Invoke(jwk);
        return jwk;
    }

    private static void AddKey(DecryptionOptions options, SecurityKey key)
    {
        options.Keys.Add(key);
        foreach (var algorithm in new[] { JweAlgorithm.RsaOaep256, JweAlgorithm.EcdhEs, JweAlgorithm.A128Kw, JweAlgorithm.Direct })
        {
            options.KeyManagementAlgorithms.Add(algorithm);
        }

        options.ContentEncryptionAlgorithms.Add(JweEncryption.A256Gcm);
    }

    private IReadOnlyList<string> Problems(SecurityKey key, Action<DecryptionOptions>? change = null) =>
        OptionsProblems.Of(_issuer, change: options =>
        {
            AddKey(options.Decryption, key);
            change?.Invoke(options.Decryption);
        });
}
