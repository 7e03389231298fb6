using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>Which key a token means, and whose it is.</summary>
public sealed class KeyChoiceTests : IDisposable
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
    public async Task A_kid_that_is_not_exactly_that_of_a_key_finds_none(string keyId)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header["kid"] = keyId))).Error.Should().Be(new JwtError(JwtErrorCode.KeyNotFound, "kid"));
    }

    [Fact]
    public async Task A_token_without_kid_passes_where_only_one_key_can_be_meant()
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_without_kid_passes_where_the_other_keys_are_for_other_algorithms()
    {
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.HS256);
            trust.SigningKeys.Add(new SymmetricSecurityKey(new byte[32]) { KeyId = "key-2" });
        });

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_token_without_kid_is_refused_where_two_keys_could_be_meant()
    {
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys.Add(new ECDsaSecurityKey(_other.Key) { KeyId = "key-2" }));

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task A_token_without_kid_is_refused_where_keys_of_two_issuers_could_be_meant()
    {
        await using var host = HostOfBoth(otherKeyId: "key-2");

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task A_token_without_kid_is_refused_where_no_key_is_for_its_algorithm()
    {
        await using var host = new TestHost(_issuer, trust => trust.Algorithms.Add(JwsAlgorithm.HS256));
        var token = RawToken.Sign("""{"alg":"HS256","typ":"at+jwt"}""", TestIssuer.Claims().ToJsonString(), RawToken.Hs256(new byte[32]));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task A_key_without_kid_is_never_meant_by_a_token_with_one()
    {
        await using var host = new TestHost(_issuer, trust => trust.SigningKeys[0] = new ECDsaSecurityKey(_issuer.Key));

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.KeyNotFound);
        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Two_issuers_may_use_the_same_kid_and_each_keeps_its_own_tokens()
    {
        await using var host = HostOfBoth(otherKeyId: TestIssuer.KeyId);

        (await host.ValidateAsync(_issuer.Token())).Token!.Issuer.Should().Be(TestIssuer.Name);
        (await host.ValidateAsync(_other.Token(claims: claims => claims["iss"] = OtherName))).Token!.Issuer.Should().Be(OtherName);
    }

    [Theory]
    [InlineData(TestIssuer.KeyId)]
    [InlineData("key-2")]
    public async Task The_key_of_one_issuer_does_not_sign_for_another(string otherKeyId)
    {
        await using var host = HostOfBoth(otherKeyId);

        var token = _other.Token(header => header["kid"] = otherKeyId);

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
    }

    [Fact]
    public async Task An_algorithm_that_no_issuer_allows_is_refused_before_any_key_is_looked_for()
    {
        await using var host = new TestHost(_issuer);

        var token = _issuer.Token(header => (header["alg"], header["kid"]) = ("HS256", "unknown"));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg"));
    }

    [Fact]
    public async Task The_public_key_of_one_algorithm_is_no_secret_for_another()
    {
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.HS256);
            trust.SigningKeys.Add(new SymmetricSecurityKey(new byte[32]) { KeyId = "key-2" });
        });
        var publicKey = _issuer.Key.ExportSubjectPublicKeyInfo();

        var token = RawToken.Sign("""{"alg":"HS256","typ":"at+jwt","kid":"key-1"}""", TestIssuer.Claims().ToJsonString(), RawToken.Hs256(publicKey));

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg"));
    }

    [Fact]
    public async Task A_key_that_names_its_algorithm_verifies_no_other()
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
    public void One_kid_for_two_keys_of_an_issuer_is_refused_at_start() =>
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys.Add(_other.SecurityKey)).Should().Equal(
            "HipaaJwtOptions.Issuers[0].SigningKeys contains the key id \"key-1\" more than once. Give each key its own.");

    [Fact]
    public void A_kid_has_at_most_1024_characters()
    {
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0].KeyId = new string('k', 1024)).Should().BeEmpty();
        OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0].KeyId = new string('k', 1025)).Should().ContainSingle()
            .Which.Should().Be("HipaaJwtOptions.Issuers[0].SigningKeys[0] has a key id of more than 1024 characters. Use a shorter one.");
    }

    private TestHost HostOfBoth(string otherKeyId) => new(_issuer, options: options => options.Issuers.Add(_other.Trust(trust =>
    {
        trust.Issuer = OtherName;
        trust.SigningKeys[0].KeyId = otherKeyId;
    })));
}
