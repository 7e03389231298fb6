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
