using System.Security.Cryptography;
using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;
using Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Encryption;

/// <summary>
/// Tokens that other libraries encrypted: jose-jwt with every pair of algorithms, the Microsoft handler with those that it supports.
/// </summary>
public sealed class OtherLibrariesTests(OtherLibrariesTests.AllAlgorithms fixture) : IClassFixture<OtherLibrariesTests.AllAlgorithms>
{
    private static readonly (string Name, Jose.JweAlgorithm Algorithm)[] Algorithms =
    [
        ("RSA-OAEP", Jose.JweAlgorithm.RSA_OAEP), ("RSA-OAEP-256", Jose.JweAlgorithm.RSA_OAEP_256), ("ECDH-ES", Jose.JweAlgorithm.ECDH_ES),
        ("ECDH-ES+A128KW", Jose.JweAlgorithm.ECDH_ES_A128KW), ("ECDH-ES+A256KW", Jose.JweAlgorithm.ECDH_ES_A256KW),
        ("A128KW", Jose.JweAlgorithm.A128KW), ("A256KW", Jose.JweAlgorithm.A256KW), ("dir", Jose.JweAlgorithm.DIR),
    ];

    private static readonly (string Name, Jose.JweEncryption Encryption)[] Encryptions =
    [
        ("A128GCM", Jose.JweEncryption.A128GCM), ("A256GCM", Jose.JweEncryption.A256GCM),
        ("A128CBC-HS256", Jose.JweEncryption.A128CBC_HS256), ("A256CBC-HS512", Jose.JweEncryption.A256CBC_HS512),
    ];

    public static TheoryData<string, string> Pairs { get; } =
        new MatrixTheoryData<string, string>(Algorithms.Select(one => one.Name), Encryptions.Select(one => one.Name)).Flatten();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Accepts_a_token_encrypted_by_jose_jwt(string algorithm, string encryption)
    {
        var (keyId, key) = KeyFor(algorithm, encryption);
        var token = JWT.Encode(
            fixture.Token(),
            key,
            Algorithms.Single(one => one.Name == algorithm).Algorithm,
            Encryptions.Single(one => one.Name == encryption).Encryption,
            extraHeaders: new Dictionary<string, object> { ["kid"] = keyId, ["cty"] = "JWT" });

        var result = await fixture.Host.ValidateAsync(token);

        result.Error.Should().Be(JwtError.None);
        result.Token!.WasEncrypted.Should().BeTrue();
    }

    [Theory]
    [InlineData("RSA-OAEP", "A128CBC-HS256")]
    [InlineData("RSA-OAEP", "A256CBC-HS512")]
    [InlineData("A128KW", "A128CBC-HS256")]
    [InlineData("A128KW", "A256CBC-HS512")]
    [InlineData("A256KW", "A128CBC-HS256")]
    [InlineData("A256KW", "A256CBC-HS512")]
    [InlineData("dir", "A128CBC-HS256")]
    [InlineData("dir", "A256CBC-HS512")]
    public async Task Accepts_a_token_encrypted_by_the_Microsoft_handler(string algorithm, string encryption)
    {
        var (keyId, key) = KeyFor(algorithm, encryption);
        SecurityKey securityKey = key is RSA rsa ? new RsaSecurityKey(rsa) : new SymmetricSecurityKey((byte[])key);
        securityKey.KeyId = keyId;
        var token = new JsonWebTokenHandler().EncryptToken(fixture.Token(), new EncryptingCredentials(securityKey, algorithm, encryption));

        (await fixture.Host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Derives_the_agreed_key_from_apu_and_apv()
    {
        var (keyId, key) = KeyFor("ECDH-ES", "A256GCM");
        var token = JWT.Encode(
            fixture.Token(),
            key,
            Jose.JweAlgorithm.ECDH_ES,
            Jose.JweEncryption.A256GCM,
            extraHeaders: new Dictionary<string, object> { ["kid"] = keyId });
        var header = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]));
        var changed = header[..^1] + ",\"apu\":\"QWxpY2U\"}";

        (await fixture.Host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
        (await fixture.Host.ValidateAsync(RawToken.Base64(changed) + token[token.IndexOf('.', StringComparison.Ordinal)..]))
            .Error.Code.Should().Be(JwtErrorCode.DecryptionFailed);
    }

    private (string KeyId, object Key) KeyFor(string algorithm, string encryption) => (algorithm, encryption) switch
    {
        ("RSA-OAEP" or "RSA-OAEP-256", _) => ("rsa-enc", fixture.Own.Rsa),
        ("A128KW", _) or ("dir", "A128GCM") => ("secret-128", fixture.Own.Secret128),
        ("dir", "A256CBC-HS512") => ("secret-512", fixture.Own.Secret512),
        ("A256KW" or "dir", _) => ("secret-256", fixture.Own.Secret256),
        _ => ("ec-enc", fixture.Own.Ec),
    };

    public sealed class AllAlgorithms : EncryptionFixture
    {
        public AllAlgorithms()
            : base(new EncryptionKeys(), options =>
            {
                options.Decryption.KeyManagementAlgorithms.Add(HipaaJwt.JweAlgorithm.RsaOaep);
                options.Decryption.ContentEncryptionAlgorithms.Add(HipaaJwt.JweEncryption.A128Gcm);
            })
        {
        }
    }
}
