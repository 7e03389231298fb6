using System.Security.Cryptography;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

public sealed class RsaKeyTests
{
    private static readonly byte[] Exponent65537 = [1, 0, 1];

    [Theory]
    [InlineData(2047, false)]
    [InlineData(2048, true)]
    [InlineData(2049, true)]
    [InlineData(16384, true)]
    [InlineData(16385, false)]
    [InlineData(1024, false)]
    [InlineData(512, false)]
    public void Requires_a_modulus_of_2048_to_16384_bits(int bits, bool trusted)
    {
        var parameters = new RSAParameters { Modulus = ModulusOf(bits), Exponent = Exponent65537 };

        foreach (var key in new SecurityKey[] { new RsaSecurityKey(parameters), Jwk.Of(parameters).ToKey() })
        {
            var material = SecurityKeyReader.Read(key, out var problem);

            (material is not null).Should().Be(trusted);
            problem.Should().Be(trusted ? null : $"has a modulus of {bits} bits. Use an RSA key of 2048 to 16384 bits");
        }
    }

    [Theory]
    [InlineData("010001", true)]
    [InlineData("00010001", true)]
    [InlineData("010003", true)]
    [InlineData("01", false)]
    [InlineData("03", false)]
    [InlineData("11", false)]
    [InlineData("FFFF", false)]
    [InlineData("010000", false)]
    [InlineData("010002", false)]
    [InlineData("", false)]
    public void Requires_an_odd_exponent_of_at_least_65537(string exponent, bool trusted)
    {
        var parameters = new RSAParameters { Modulus = ModulusOf(2048), Exponent = Convert.FromHexString(exponent) };

        SecurityKeyReader.Read(new RsaSecurityKey(parameters), out var problem);

        problem.Should().Be(trusted ? null : "has an unsafe public exponent. Use 65537");
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Limits_the_exponent_to_256_bits(int bytes, bool trusted)
    {
        byte[] exponent = [0xFF, .. new byte[bytes - 2], 1];

        var parameters = new RSAParameters { Modulus = ModulusOf(2048), Exponent = exponent };
        SecurityKeyReader.Read(new RsaSecurityKey(parameters), out var problem);

        (problem is null).Should().Be(trusted);
    }

    [Fact]
    public void Rejects_an_even_modulus()
    {
        var modulus = ModulusOf(2048);
        modulus[^1] = 2;

        SecurityKeyReader.Read(new RsaSecurityKey(new RSAParameters { Modulus = modulus, Exponent = Exponent65537 }), out var problem);

        problem.Should().StartWith("has an even modulus");
    }

    [Fact]
    public void Rejects_a_modulus_of_zeros()
    {
        var parameters = new RSAParameters { Modulus = new byte[256], Exponent = Exponent65537 };

        SecurityKeyReader.Read(new RsaSecurityKey(parameters), out var problem).Should().BeNull();

        problem.Should().StartWith("has a modulus of 0 bits");
    }

    [Fact]
    public void Ignores_leading_zeros_of_a_modulus()
    {
        var padded = new RSAParameters { Modulus = [0, 0, .. ModulusOf(2040)], Exponent = Exponent65537 };

        SecurityKeyReader.Read(new RsaSecurityKey(padded), out var problem);

        problem.Should().StartWith("has a modulus of 2040 bits");
    }

    [Fact]
    public async Task Verifies_with_each_form_of_an_RSA_key_and_with_leading_zeros()
    {
        using var issuer = new TestIssuer();
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var padded = parameters with { Modulus = [0, .. parameters.Modulus!] };
        var token = RawToken.Sign(
            """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""",
            TestIssuer.Claims().ToJsonString(),
            RawToken.Rs256(rsa));

        foreach (var key in new SecurityKey[]
        {
            new RsaSecurityKey(rsa) { KeyId = "key-1" },
            new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = "key-1" },
            new RsaSecurityKey(padded) { KeyId = "key-1" },
            Jwk.Of(parameters).ToKey(),
            Jwk.Of(padded).ToKey(),
        })
        {
            await using var host = new TestHost(issuer, trust => (trust.SigningKeys[0], trust.Algorithms[0]) = (key, JwsAlgorithm.RS256));

            (await host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
        }
    }

    /// <summary>An odd number with the given number of bits. A reader cannot detect that it is not a product of two primes.</summary>
    private static byte[] ModulusOf(int bits)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus.AsSpan().Fill(0xA5);
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        return modulus;
    }
}
