using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>Issuers choose the names of their keys without asking one another.</summary>
public sealed class SameKeyIdTests : IDisposable
{
    private const string OtherName = "https://idp.lab.example";

    private readonly TestIssuer _one = new();
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task Tokens_of_two_issuers_that_gave_their_keys_one_name_are_accepted_in_any_order()
    {
        await using var host = new TestHost(_one, options: options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(_otherKey) { KeyId = TestIssuer.KeyId } },
        }));

        for (var round = 0; round < 3; round++)
        {
            var id = $"token-{round}";
            var first = await host.ValidateAsync(_one.Token(claims: claims => claims["jti"] = id));
            var second = await host.ValidateAsync(OtherToken(id));

            first.IsValid.Should().BeTrue(first.ToString());
            second.IsValid.Should().BeTrue(second.ToString());
        }
    }

    [Fact]
    public async Task Tokens_of_two_issuers_that_sign_with_one_key_are_judged_by_the_rules_of_the_one_that_they_name()
    {
        await using var host = new TestHost(_one, options: options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { "https://lab.example" },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { _one.SecurityKey },
        }));

        for (var round = 0; round < 3; round++)
        {
            var id = $"token-{round}";
            var first = await host.ValidateAsync(_one.Token(claims: claims => claims["jti"] = id));
            var second = await host.ValidateAsync(_one.Token(claims: claims => (claims["iss"], claims["aud"], claims["jti"]) = (OtherName, "https://lab.example", id)));

            first.Token!.Issuer.Should().Be(TestIssuer.Name);
            second.Token!.Issuer.Should().Be(OtherName);
            (await host.ValidateAsync(_one.Token(claims: claims => claims["iss"] = OtherName))).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
            (await host.ValidateAsync(_one.Token(claims: claims => claims["iss"] = "https://third.example"))).Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
            (await host.ValidateAsync(_one.Token(claims: claims => claims.Remove("iss")))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "iss"));
            (await host.ValidateAsync(_one.Sign(TestIssuer.Header().ToJsonString(), "[]"))).Error.Code.Should().Be(JwtErrorCode.ClaimsMalformed);
            (await host.ValidateAsync(_one.Token() + "A")).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public async Task The_type_that_the_other_issuer_allows_is_not_allowed_to_the_one_that_is_named()
    {
        await using var host = new TestHost(_one, options: options => options.Issuers.Insert(0, new TrustedIssuer
        {
            Issuer = OtherName,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            TokenTypes = { [0] = "JWT" },
            SigningKeys = { _one.SecurityKey },
        }));

        (await host.ValidateAsync(_one.Token(header => header["typ"] = "JWT"))).Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
        (await host.ValidateAsync(_one.Token(header => header["typ"] = "JWT", claims => claims["iss"] = OtherName))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(_one.Token())).Error.Should().Be(JwtError.None);
    }

    public void Dispose()
    {
        _one.Dispose();
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
