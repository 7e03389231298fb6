using System.Security.Claims;
using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Jws;

[Trait("Speed", "Slow")]
public sealed class MicrosoftTokenTests
{
    public static TheoryData<JwsAlgorithm> Algorithms { get; } = [.. Enum.GetValues<JwsAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Accepts_a_token_from_the_Microsoft_handler(JwsAlgorithm algorithm)
    {
        var key = CreateKey(algorithm);
        await using var host = CreateHost(key, algorithm);

        var result = await host.ValidateAsync(CreateToken(key, algorithm));

        result.Error.Should().Be(JwtError.None);
        result.Token!.Subject.Should().Be("user-42");
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Rejects_the_token_with_another_signature_or_payload(JwsAlgorithm algorithm)
    {
        var key = CreateKey(algorithm);
        await using var host = CreateHost(key, algorithm);
        var segments = CreateToken(key, algorithm).Split('.');
        var other = CreateToken(CreateKey(algorithm), algorithm).Split('.');

        foreach (var forged in new[]
        {
            $"{segments[0]}.{segments[1]}.{other[2]}",
            $"{segments[0]}.{RawToken.Base64("{}")}.{segments[2]}",
            $"{RawToken.Base64($$"""{"kid":"key-1","alg":"{{algorithm}}","typ":"at+jwt"}""")}.{segments[1]}.{segments[2]}",
            $"{segments[0]}.{segments[1]}.{segments[2][..^4]}",
            $"{segments[0]}.{segments[1]}.{segments[2]}AAAA",
            $"{segments[0]}.{segments[1]}.AAAA",
        })
        {
            (await host.ValidateAsync(forged)).Error.Code
                .Should().BeOneOf(JwtErrorCode.SignatureInvalid, JwtErrorCode.TokenEncodingInvalid);
        }
    }

    private static TestHost CreateHost(SecurityKey key, JwsAlgorithm algorithm) => new(new FakeTimeProvider(TestIssuer.Now), options =>
        options.Issuers.Add(new TrustedIssuer
        {
            Issuer = TestIssuer.Name,
            Audiences = { TestIssuer.Audience },
            Algorithms = { algorithm },
            SigningKeys = { key },
        }));

    private static SecurityKey CreateKey(JwsAlgorithm algorithm)
    {
        var name = algorithm.ToString();
        SecurityKey key = name[..2] switch
        {
            "HS" => new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64)),
            "ES" => new ECDsaSecurityKey(ECDsa.Create(name[2..] switch
            {
                "256" => ECCurve.NamedCurves.nistP256,
                "384" => ECCurve.NamedCurves.nistP384,
                _ => ECCurve.NamedCurves.nistP521,
            })),
            _ => new RsaSecurityKey(RSA.Create(2048)),
        };
        key.KeyId = TestIssuer.KeyId;
        return key;
    }

    private static string CreateToken(SecurityKey key, JwsAlgorithm algorithm) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TestIssuer.Name,
            Audience = TestIssuer.Audience,
            TokenType = "at+jwt",
            IssuedAt = TestIssuer.Now.UtcDateTime,
            NotBefore = TestIssuer.Now.UtcDateTime,
            Expires = TestIssuer.Now.AddMinutes(10).UtcDateTime,
            Subject = new ClaimsIdentity([new Claim("sub", "user-42"), new Claim("jti", "token-1")]),
            SigningCredentials = new SigningCredentials(key, algorithm.ToString()),
        });
}
