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
    public async Task A_certificate_with_a_p_256_key_verifies()
    {
        using var certificate = new CertificateRequest("CN=idp", _issuer.Key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));
        var key = new X509SecurityKey(certificate);
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys[0] = key);

        (await host.ValidateAsync(_issuer.Token(header => header["kid"] = key.KeyId))).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_certificate_with_an_rsa_key_verifies()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=idp", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));
        await using var host = new TestHost(_issuer, trust =>
            (trust.SigningKeys[0], trust.Algorithms[0]) = (new X509SecurityKey(certificate, "key-1"), JwsAlgorithm.RS256));

        var token = RawToken.Sign("""{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""", TestIssuer.Claims().ToJsonString(), RawToken.Rs256(rsa));

        (await host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public void A_certificate_with_a_weak_key_is_refused()
    {
        using var rsa = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=idp", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestIssuer.Now, TestIssuer.Now.AddYears(1));

        SecurityKeyReader.Read(new X509SecurityKey(certificate), out var problem).Should().BeNull();

        problem.Should().StartWith("has a modulus of 1024 bits");
    }

    /// <summary>Whoever asks the platform for the private part of a key that has none gets an exception.</summary>
    [Fact]
    public void A_key_without_its_private_part_is_read_and_has_none()
    {
        using var rsa = RSA.Create(2048);
        using var publicRsa = RSA.Create(rsa.ExportParameters(includePrivateParameters: false));
        using var publicEc = ECDsa.Create(_issuer.Key.ExportParameters(includePrivateParameters: false));

        SecurityKeyReader.Read(new RsaSecurityKey(publicRsa), out _)!.HasPrivateParts.Should().BeFalse();
        SecurityKeyReader.Read(new ECDsaSecurityKey(publicEc), out _)!.HasPrivateParts.Should().BeFalse();
    }

    [Fact]
    public void The_private_part_of_a_key_is_left_behind_and_noticed_where_the_key_tells_of_it()
    {
        using var rsa = RSA.Create(2048);

        var ofRsa = SecurityKeyReader.Read(new RsaSecurityKey(rsa), out _)!;
        var ofParameters = SecurityKeyReader.Read(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)), out _)!;
        var ofCurve = SecurityKeyReader.Read(new ECDsaSecurityKey(_issuer.Key), out _)!;

        (ofRsa.HasPrivateParts, ofParameters.HasPrivateParts).Should().Be((true, true), "an ECDsaSecurityKey does not tell");
        (ofRsa.Rsa.D, ofParameters.Rsa.D, ofCurve.EllipticCurve.D).Should().Be((null, null, null));
    }

    [Fact]
    public void A_key_of_an_unknown_type_is_refused_by_its_name()
    {
        SecurityKeyReader.Read(new OtherKey(), out var problem).Should().BeNull();

        problem.Should().Be("is of the type OtherKey. Use a JsonWebKey, RsaSecurityKey, ECDsaSecurityKey, X509SecurityKey or SymmetricSecurityKey");
    }

    [Fact]
    public void A_key_that_the_platform_cannot_export_is_refused()
    {
        SecurityKeyReader.Read(new ECDsaSecurityKey(new LockedKey()), out var problem).Should().BeNull();

        problem.Should().Be("cannot be read by the platform's cryptography. Create a new key");
    }

    private sealed class OtherKey : SecurityKey
    {
        public override int KeySize => 256;
    }

    /// <summary>A key that gives nothing away, as one in hardware may do.</summary>
    private sealed class LockedKey : ECDsa
    {
        public override int KeySize => 256;

        public override ECParameters ExportParameters(bool includePrivateParameters) => throw new CryptographicException("locked");

        public override byte[] SignHash(byte[] hash) => throw new CryptographicException("locked");

        public override bool VerifyHash(byte[] hash, byte[] signature) => throw new CryptographicException("locked");
    }
}
