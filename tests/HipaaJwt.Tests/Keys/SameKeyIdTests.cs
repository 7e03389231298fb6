using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>Two issuers may use the same key ID.</summary>
public sealed class SameKeyIdTests : IDisposable
{
    private const string OtherName = "https://idp.lab.example";

    private readonly TestIssuer _issuer = new();
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task Accepts_tokens_of_two_issuers_with_the_same_key_ID()
    {
        await using var host = new TestHost(_issuer, options: options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(_otherKey) { KeyId = TestIssuer.KeyId } },
        }));

        for (var round = 0; round < 3; round++)
        {
            var id = $"token-{round}";
            var first = await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = id));
            var second = await host.ValidateAsync(OtherToken(id));

            first.IsValid.Should().BeTrue(first.ToString());
            second.IsValid.Should().BeTrue(second.ToString());
        }
    }

    [Fact]
    public async Task Applies_the_rules_of_the_issuer_in_iss_if_two_issuers_share_a_key()
    {
        await using var host = new TestHost(_issuer, options: options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { "https://lab.example" },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { _issuer.SecurityKey },
        }));

        for (var round = 0; round < 3; round++)
        {
            var id = $"token-{round}";
            var first = await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = id));
            var second = await host.ValidateAsync(_issuer.Token(claims: claims =>
                (claims["iss"], claims["aud"], claims["jti"]) = (OtherName, "https://lab.example", id)));

            first.Token!.Issuer.Should().Be(TestIssuer.Name);
            second.Token!.Issuer.Should().Be(OtherName);
            (await host.ValidateAsync(_issuer.Token(claims: claims => claims["iss"] = OtherName)))
                .Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
            (await host.ValidateAsync(_issuer.Token(claims: claims => claims["iss"] = "https://third.example")))
                .Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
            (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove("iss"))))
                .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "iss"));
            (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), "[]")))
                .Error.Code.Should().Be(JwtErrorCode.ClaimsMalformed);
            (await host.ValidateAsync(_issuer.Token() + "A")).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public async Task Rejects_a_typ_that_only_the_other_issuer_of_the_key_allows()
    {
        await using var host = new TestHost(_issuer, options: options => options.Issuers.Insert(0, new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            TokenTypes = { [0] = "JWT" },
            SigningKeys = { _issuer.SecurityKey },
        }));

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = "JWT")))
            .Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = "JWT", claims => claims["iss"] = OtherName)))
            .Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(JwtError.None);
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _otherKey.Dispose();
    }

    private string OtherToken(string id)
    {
        var claims = TestIssuer.Claims();
        claims["iss"] = OtherName;
        claims["jti"] = id;
        return RawToken.Sign(TestIssuer.Header().ToJsonString(), claims.ToJsonString(), RawToken.Es256(_otherKey));
    }
}
