using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

public sealed class SecurityKeyReaderTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Verifies_with_a_certificate_with_a_P_256_key()
    {
        using var certificate = new CertificateRequest("CN=idp", _issuer.Key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));
        var key = new X509SecurityKey(certificate);
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys[0] = key);

        (await host.ValidateAsync(_issuer.Token(header => header["kid"] = key.KeyId))).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Verifies_with_a_certificate_with_an_RSA_key()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=idp", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));
        await using var host = new TestHost(_issuer, trust =>
            (trust.SigningKeys[0], trust.Algorithms[0]) = (new X509SecurityKey(certificate, "key-1"), JwsAlgorithm.RS256));

        var token = RawToken.Sign(
            """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""",
            TestIssuer.Claims().ToJsonString(),
            RawToken.Rs256(rsa));

        (await host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public void Rejects_a_certificate_with_a_weak_key()
    {
        using var rsa = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=idp", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));

        SecurityKeyReader.Read(new X509SecurityKey(certificate), out var problem).Should().BeNull();

        problem.Should().StartWith("has a modulus of 1024 bits");
    }

    /// <summary>The export of a private part that does not exist would throw an exception.</summary>
    [Fact]
    public void Reads_a_key_without_a_private_part()
    {
        using var rsa = RSA.Create(2048);
        using var publicRsa = RSA.Create(rsa.ExportParameters(includePrivateParameters: false));
        using var publicEc = ECDsa.Create(_issuer.Key.ExportParameters(includePrivateParameters: false));

        SecurityKeyReader.Read(new RsaSecurityKey(publicRsa), out _)!.HasPrivateParts.Should().BeFalse();
        SecurityKeyReader.Read(new ECDsaSecurityKey(publicEc), out _)!.HasPrivateParts.Should().BeFalse();
    }

    [Fact]
    public void Reports_the_private_part_if_the_key_does_and_never_copies_it()
    {
        using var rsa = RSA.Create(2048);

        var ofRsa = SecurityKeyReader.Read(new RsaSecurityKey(rsa), out _)!;
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        var ofParameters = SecurityKeyReader.Read(new RsaSecurityKey(parameters), out _)!;
        var ofCurve = SecurityKeyReader.Read(new ECDsaSecurityKey(_issuer.Key), out _)!;

        (ofRsa.HasPrivateParts, ofParameters.HasPrivateParts).Should().Be((true, true), "an ECDsaSecurityKey does not report it");
        (ofRsa.Rsa.D, ofParameters.Rsa.D, ofCurve.EllipticCurve.D).Should().Be((null, null, null));
    }

    [Fact]
    public void Rejects_a_key_of_an_unsupported_type()
    {
        SecurityKeyReader.Read(new OtherKey(), out var problem).Should().BeNull();

        problem.Should().Be(
            "is of the type OtherKey. Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, X509SecurityKey or SymmetricSecurityKey");
    }

    [Fact]
    public void Rejects_a_key_that_the_platform_cannot_export()
    {
        SecurityKeyReader.Read(new ECDsaSecurityKey(new NonExportableKey()), out var problem).Should().BeNull();

        problem.Should().Be("cannot be read by the platform's cryptography. Create a new key");
    }

    private sealed class OtherKey : SecurityKey
    {
        public override int KeySize => 256;
    }

    /// <summary>A key that cannot be exported, such as one in hardware.</summary>
    private sealed class NonExportableKey : ECDsa
    {
        public override int KeySize => 256;

        public override ECParameters ExportParameters(bool includePrivateParameters) => throw new CryptographicException("not exportable");

        public override byte[] SignHash(byte[] hash) => throw new CryptographicException("not exportable");

        public override bool VerifyHash(byte[] hash, byte[] signature) => throw new CryptographicException("not exportable");
    }
}
