using System.Security.Cryptography;
using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;
using Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Encryption;

/// <summary>Tokens that other libraries encrypted: jose-jwt by every pair of algorithms, Microsoft's handler by those that it has.</summary>
public sealed class OtherWritersTests(OtherWritersTests.AllAlgorithms workshop) : IClassFixture<OtherWritersTests.AllAlgorithms>
{
    private static readonly (string Name, Jose.JweAlgorithm Algorithm)[] Algorithms =
    [
        ("RSA-OAEP", Jose.JweAlgorithm.RSA_OAEP), ("RSA-OAEP-256", Jose.JweAlgorithm.RSA_OAEP_256),
        ("ECDH-ES", Jose.JweAlgorithm.ECDH_ES), ("ECDH-ES+A128KW", Jose.JweAlgorithm.ECDH_ES_A128KW), ("ECDH-ES+A256KW", Jose.JweAlgorithm.ECDH_ES_A256KW),
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
    public async Task A_token_of_jose_jwt_is_accepted(string algorithm, string encryption)
    {
        var (keyId, key) = KeyFor(algorithm, encryption);
        var token = JWT.Encode(
            workshop.Token(),
            key,
            Algorithms.Single(one => one.Name == algorithm).Algorithm,
            Encryptions.Single(one => one.Name == encryption).Encryption,
            extraHeaders: new Dictionary<string, object> { ["kid"] = keyId, ["cty"] = "JWT" });

        var result = await workshop.Host.ValidateAsync(token);

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
    public async Task A_token_of_Microsofts_handler_is_accepted(string algorithm, string encryption)
    {
        var (keyId, key) = KeyFor(algorithm, encryption);
        SecurityKey securityKey = key is RSA rsa ? new RsaSecurityKey(rsa) : new SymmetricSecurityKey((byte[])key);
        securityKey.KeyId = keyId;
        var token = new JsonWebTokenHandler().EncryptToken(workshop.Token(), new EncryptingCredentials(securityKey, algorithm, encryption));

        (await workshop.Host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task The_parties_of_an_agreement_are_part_of_the_key()
    {
        var (keyId, key) = KeyFor("ECDH-ES", "A256GCM");
        var token = JWT.Encode(workshop.Token(), key, Jose.JweAlgorithm.ECDH_ES, Jose.JweEncryption.A256GCM, extraHeaders: new Dictionary<string, object> { ["kid"] = keyId });
        var header = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]));
        var changed = header[..^1] + ",\"apu\":\"QWxpY2U\"}";

        (await workshop.Host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
        (await workshop.Host.ValidateAsync(RawToken.Base64(changed) + token[token.IndexOf('.', StringComparison.Ordinal)..]))
            .Error.Code.Should().Be(JwtErrorCode.DecryptionFailed);
    }

    private (string KeyId, object Key) KeyFor(string algorithm, string encryption) => (algorithm, encryption) switch
    {
        ("RSA-OAEP" or "RSA-OAEP-256", _) => ("rsa-enc", workshop.Own.Rsa),
        ("A128KW", _) or ("dir", "A128GCM") => ("secret-128", workshop.Own.Secret128),
        ("dir", "A256CBC-HS512") => ("secret-512", workshop.Own.Secret512),
        ("A256KW" or "dir", _) => ("secret-256", workshop.Own.Secret256),
        _ => ("ec-enc", workshop.Own.Ec),
    };

    public sealed class AllAlgorithms : EncryptionWorkshop
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
