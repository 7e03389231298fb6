using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>The selection of the key, and of the issuer to which it belongs.</summary>
public sealed class KeySelectionTests : IDisposable
{
    private const string OtherName = "https://other.example";

    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _other = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("key-2")]
    [InlineData("KEY-1")]
    [InlineData("key-1 ")]
    [InlineData("key-")]
    [InlineData("key-11")]
    [InlineData("../../key-1")]
    [InlineData("' OR 1=1 --")]
    public async Task Rejects_a_kid_that_does_not_equal_that_of_a_key(string keyId)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header["kid"] = keyId)))
            .Error.Should().Be(new JwtError(JwtErrorCode.KeyNotFound, "kid"));
    }

    [Fact]
    public async Task Accepts_a_token_without_kid_if_there_is_only_one_key()
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Accepts_a_token_without_kid_if_only_one_key_supports_its_algorithm()
    {
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.HS256);
            trust.SigningKeys.Add(new SymmetricSecurityKey(new byte[32]) { KeyId = "key-2" });
        });

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Rejects_a_token_without_kid_if_two_keys_support_its_algorithm()
    {
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys.Add(new ECDsaSecurityKey(_other.Key) { KeyId = "key-2" }));

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid"))))
            .Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task Rejects_a_token_without_kid_if_keys_of_two_issuers_support_its_algorithm()
    {
        await using var host = CreateHostWithBothIssuers(otherKeyId: "key-2");

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid"))))
            .Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task Rejects_a_token_without_kid_if_no_key_supports_its_algorithm()
    {
        await using var host = new TestHost(_issuer, trust => trust.Algorithms.Add(JwsAlgorithm.HS256));
        var token = RawToken.Sign("""{"alg":"HS256","typ":"at+jwt"}""", TestIssuer.Claims().ToJsonString(), RawToken.Hs256(new byte[32]));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task Rejects_a_token_with_kid_if_the_key_has_none()
    {
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys[0] = new ECDsaSecurityKey(_issuer.Key));

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.KeyNotFound);
        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Accepts_tokens_of_two_issuers_with_the_same_kid()
    {
        await using var host = CreateHostWithBothIssuers(otherKeyId: TestIssuer.KeyId);

        (await host.ValidateAsync(_issuer.Token())).Token!.Issuer.Should().Be(TestIssuer.Name);
        (await host.ValidateAsync(_other.Token(claims: claims => claims["iss"] = OtherName))).Token!.Issuer.Should().Be(OtherName);
    }

    [Theory]
    [InlineData(TestIssuer.KeyId)]
    [InlineData("key-2")]
    public async Task Rejects_a_token_signed_with_the_key_of_another_issuer(string otherKeyId)
    {
        await using var host = CreateHostWithBothIssuers(otherKeyId);

        var token = _other.Token(header => header["kid"] = otherKeyId);

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
    }

    [Fact]
    public async Task Rejects_an_algorithm_that_no_issuer_allows_before_it_selects_a_key()
    {
        await using var host = new TestHost(_issuer);

        var token = _issuer.Token(header => (header["alg"], header["kid"]) = ("HS256", "unknown"));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg"));
    }

    [Fact]
    public async Task Rejects_an_HMAC_signature_made_with_a_public_key()
    {
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.HS256);
            trust.SigningKeys.Add(new SymmetricSecurityKey(new byte[32]) { KeyId = "key-2" });
        });
        var publicKey = _issuer.Key.ExportSubjectPublicKeyInfo();

        var token = RawToken.Sign(
            """{"alg":"HS256","typ":"at+jwt","kid":"key-1"}""",
            TestIssuer.Claims().ToJsonString(),
            RawToken.Hs256(publicKey));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg"));
    }

    [Fact]
    public async Task Rejects_an_algorithm_other_than_the_one_that_the_key_declares()
    {
        using var rsa = RSA.Create(2048);
        var jwk = Jwk.Of(rsa.ExportParameters(false));
        jwk["alg"] = "RS256";
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.RS256);
            trust.Algorithms.Add(JwsAlgorithm.PS256);
            trust.SigningKeys[0] = jwk.ToKey();
        });

        var token = RawToken.Sign("""{"alg":"PS256","typ":"at+jwt","kid":"key-1"}""", TestIssuer.Claims().ToJsonString(), data =>
            rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg"));
    }

    [Fact]
    public void Rejects_options_with_the_same_kid_for_two_keys_of_an_issuer() =>
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys.Add(_other.SecurityKey)).Should().Equal(
            "HipaaJwtOptions.Issuers[0].SigningKeys contains the key ID \"key-1\" more than once. Give each key its own ID.");

    [Fact]
    public void Limits_a_kid_to_1024_characters()
    {
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0].KeyId = new string('k', 1024)).Should().BeEmpty();
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0].KeyId = new string('k', 1025)).Should().ContainSingle()
            .Which.Should().Be("HipaaJwtOptions.Issuers[0].SigningKeys[0] has a key ID of more than 1024 characters. Use a shorter one.");
    }

    private TestHost CreateHostWithBothIssuers(string otherKeyId)
    {
        var other = _other.Trust(trust =>
        {
            trust.Issuer = OtherName;
            trust.SigningKeys[0].KeyId = otherKeyId;
        });
        return new TestHost(_issuer, options: options => options.Issuers.Add(other));
    }
}
