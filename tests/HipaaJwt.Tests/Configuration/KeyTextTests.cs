using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Configuration;

/// <summary>Keys that configuration contains as one text or names by a file, such as environment variables and secrets of vaults.</summary>
public sealed class KeyTextTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Texts => ["jwk", "jwks", "pem", "pem with \\n", "spki", "certificate", "certificate in base64"];

    public void Dispose()
    {
        _issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Accepts_a_public_key_as_one_text(string form) =>
        (await VerdictAsync(KeyIdOf(form), ("SigningKeys:0", TextOf(form)))).Should().Be(JwtErrorCode.None);

    [Fact]
    public async Task Accepts_one_text_instead_of_a_list() =>
        (await VerdictAsync(TestIssuer.KeyId, ("SigningKeys", TextOf("jwk")))).Should().Be(JwtErrorCode.None);

    [Theory]
    [InlineData("pem", "pem")]
    [InlineData("PEM", "spki")]
    [InlineData("x509", "certificate")]
    [InlineData("x509", "certificate in base64")]
    public async Task A_key_ID_can_be_written_beside_the_text(string member, string form) =>
        (await VerdictAsync("my-key", ($"SigningKeys:0:{member}", TextOf(form)), ("SigningKeys:0:kid", "my-key")))
            .Should().Be(JwtErrorCode.None);

    [Fact]
    public async Task Accepts_the_text_of_a_set_as_jwks() =>
        (await VerdictAsync(TestIssuer.KeyId, ("SigningKeys:0:jwks", TextOf("jwks")))).Should().Be(JwtErrorCode.None);

    [Theory]
    [InlineData("pem", "pem")]
    [InlineData("x509", "certificate")]
    [InlineData("x509", "DER")]
    [InlineData("jwks", "jwks")]
    public async Task Accepts_the_path_of_a_file(string member, string form)
    {
        var path = Path.Combine(_folder, "key");
        if (form == "DER")
        {
            using var certificate = Certificate();
            await File.WriteAllBytesAsync(path, certificate.RawData);
        }
        else
        {
            await File.WriteAllTextAsync(path, TextOf(form));
        }

        (string, string)[] keyId = form == "jwks" ? [] : [("SigningKeys:0:kid", TestIssuer.KeyId)];
        (string, string)[] settings = [($"SigningKeys:0:{member}", path), .. keyId];
        (await VerdictAsync(TestIssuer.KeyId, settings)).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public void Reads_a_private_key_for_decryption_from_text_and_from_pem()
    {
        using var rsa = RSA.Create(2048);
        var section = Section.Trusting(
            _issuer,
            ("Decryption:Keys:0:pem", rsa.ExportPkcs8PrivateKeyPem()),
            ("Decryption:Keys:0:kid", "from-pem"),
            ("Decryption:Keys:1", """{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg","kid":"from-text"}"""),
            ("Decryption:KeyManagementAlgorithms:0", "RSA-OAEP-256"),
            ("Decryption:KeyManagementAlgorithms:1", "A128KW"),
            ("Decryption:ContentEncryptionAlgorithms", "A256GCM"));

        using var services = new ServiceCollection().AddHipaaJwt(section.Configuration).Services.BuildServiceProvider();

        services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HipaaJwtOptions>>().Value.Decryption.Keys
            .Select(key => key.KeyId).Should().Equal("from-pem", "from-text");
    }

    [Theory]
    [InlineData("SigningKeys:0", "hunter2-hunter2-hunter2-hunter2-hunter2")]
    [InlineData("SigningKeys:0:pem", "hunter2-hunter2-hunter2-hunter2-hunter2")]
    [InlineData("SigningKeys:0:x509", "hunter2-hunter2-hunter2-hunter2-hunter2")]
    [InlineData("SigningKeys:0:jwks", "{\"kty\":\"oct\",\"k\":\"hunter2\"}")]
    [InlineData("SigningKeys:0", "{\"kty\":\"oct\",\"k\":\"hunter2 \"}")]
    [InlineData("SigningKeys:0", "{\"kty\":\"oct\",\"k\":\"hunter2")]
    public async Task A_message_never_contains_the_text(string path, string text)
    {
        var start = () => VerdictAsync(TestIssuer.KeyId, (path, text));

        (await start.Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
            .Which.ToString().Should().NotContain("hunter2").And.Contain(path);
    }

    private static string KeyIdOf(string form) => form.StartsWith("jwk", StringComparison.Ordinal) ? TestIssuer.KeyId : string.Empty;

    private string TextOf(string form)
    {
        using var certificate = Certificate();
        return form switch
        {
            "jwk" => Jwk.Of(_issuer.Key).ToJsonString(),
            "jwks" => new JsonObject { ["keys"] = new JsonArray(Jwk.Of(_issuer.Key)) }.ToJsonString(),
            "pem" => _issuer.Key.ExportSubjectPublicKeyInfoPem(),
            "pem with \\n" => _issuer.Key.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal),
            "spki" => Convert.ToBase64String(_issuer.Key.ExportSubjectPublicKeyInfo()),
            "certificate" => certificate.ExportCertificatePem(),
            _ => Convert.ToBase64String(certificate.RawData),
        };
    }

    private X509Certificate2 Certificate() =>
        new CertificateRequest("CN=idp", _issuer.Key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));

    /// <summary>Validates a token with the key ID; an empty one is that of the only key.</summary>
    private async Task<JwtErrorCode> VerdictAsync(string keyId, params (string Path, string Value)[] keys)
    {
        var section = new Section(
        [
            KeyValuePair.Create<string, string?>("Issuers:0:Issuer", TestIssuer.Name),
            KeyValuePair.Create<string, string?>("Issuers:0:Audiences:0", TestIssuer.Audience),
            KeyValuePair.Create<string, string?>("Issuers:0:Algorithms:0", "ES256"),
            .. keys.Select(key => KeyValuePair.Create<string, string?>("Issuers:0:" + key.Path, key.Value)),
        ]);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(section.Configuration);
        await using var built = services.BuildServiceProvider();
        var options = built.GetRequiredService<Microsoft.Extensions.Options.IOptions<HipaaJwtOptions>>().Value;
        var id = keyId.Length > 0 ? keyId : options.Issuers[0].SigningKeys.Single().KeyId;
        var token = _issuer.Token(header =>
        {
            header.Remove("kid");
            if (!string.IsNullOrEmpty(id))
            {
                header["kid"] = id;
            }
        });
        return (await built.GetRequiredService<IJwtValidator>().ValidateAsync(token)).Error.Code;
    }
}
