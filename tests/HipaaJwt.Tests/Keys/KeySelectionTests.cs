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

    [Theory]
    [InlineData("key-2")]
    [InlineData(TestIssuer.KeyId)]
    [InlineData(null)]
    public async Task Accepts_tokens_without_kid_of_several_issuers_that_have_one_key_each(string? otherKeyId)
    {
        await using var host = CreateHostWithBothIssuers(otherKeyId);

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).Token!.Issuer.Should().Be(TestIssuer.Name);
        (await host.ValidateAsync(_other.Token(header => header.Remove("kid"), claims => claims["iss"] = OtherName)))
            .Token!.Issuer.Should().Be(OtherName);
    }

    [Fact]
    public async Task Accepts_a_token_without_kid_if_only_another_issuer_has_several_keys()
    {
        using var third = new TestIssuer();
        await using var host = CreateHostWithBothIssuers("key-2", other => other.SigningKeys.Add(third.SecurityKey));

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
        (await host.ValidateAsync(_other.Token(header => header.Remove("kid"), claims => claims["iss"] = OtherName)))
            .Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task Accepts_a_token_without_kid_if_the_issuer_has_one_key_twice()
    {
        await using var host = new TestHost(
            _issuer, trust => trust.SigningKeys.Add(new ECDsaSecurityKey(_issuer.Key) { KeyId = "renamed" }));

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid")))).IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("https://third.example")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Rejects_a_token_without_kid_and_without_an_issuer_that_has_a_key(string? issuer)
    {
        await using var host = CreateHostWithBothIssuers("key-2");

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid"), claims => claims["iss"] = issuer)))
            .Error.Should().Be(new JwtError(JwtErrorCode.KeyAmbiguous, "kid"));
    }

    [Fact]
    public async Task Rejects_a_token_without_kid_that_names_an_issuer_whose_key_did_not_sign_it()
    {
        await using var host = CreateHostWithBothIssuers("key-2");

        (await host.ValidateAsync(_issuer.Token(header => header.Remove("kid"), claims => claims["iss"] = OtherName)))
            .Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
    }

    [Fact]
    public async Task Chooses_among_keys_of_different_types_with_the_same_kid_by_the_algorithm()
    {
        using var rsa = RSA.Create(2048);
        await using var host = new TestHost(_issuer, trust =>
        {
            trust.Algorithms.Add(JwsAlgorithm.RS256);
            trust.SigningKeys.Add(new RsaSecurityKey(rsa) { KeyId = TestIssuer.KeyId });
        });
        var ofRsa = RawToken.Sign(
            """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""",
            TestIssuer.Claims().ToJsonString(),
            data => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        (await host.ValidateAsync(ofRsa)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Allows_one_key_under_two_algorithms_but_no_two_keys_under_one()
    {
        using var rsa = RSA.Create(2048);
        using var other = RSA.Create(2048);
        OptionsProblems.Of(_issuer, TrustRsa(("RS256", rsa), ("PS256", rsa))).Should().BeEmpty();
        OptionsProblems.Of(_issuer, TrustRsa(("RS256", rsa), ("PS256", other))).Should().BeEmpty();
        OptionsProblems.Of(_issuer, TrustRsa(("RS256", rsa), ("RS256", other))).Should().ContainSingle();
        OptionsProblems.Of(_issuer, TrustRsa(("RS256", rsa), (null, other))).Should().ContainSingle();
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
    [InlineData(TestIssuer.KeyId, JwtErrorCode.SignatureInvalid)]
    [InlineData("key-2", JwtErrorCode.IssuerNotAllowed)]
    public async Task Rejects_a_token_signed_with_the_key_of_another_issuer(string otherKeyId, JwtErrorCode expected)
    {
        await using var host = CreateHostWithBothIssuers(otherKeyId);

        var token = _other.Token(header => header["kid"] = otherKeyId);

        (await host.ValidateAsync(token)).Error.Code.Should().Be(expected);
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

    private static Action<TrustedIssuer> TrustRsa(params (string? Algorithm, RSA Key)[] keys) => trust =>
    {
        trust.Algorithms.Add(JwsAlgorithm.RS256);
        trust.Algorithms.Add(JwsAlgorithm.PS256);
        trust.SigningKeys.Clear();
        foreach (var (algorithm, key) in keys)
        {
            var jwk = Jwk.Of(key.ExportParameters(false));
            jwk["alg"] = algorithm;
            trust.SigningKeys.Add(jwk.ToKey());
        }
    };

    private TestHost CreateHostWithBothIssuers(string? otherKeyId, Action<TrustedIssuer>? change = null)
    {
        var other = _other.Trust(trust =>
        {
            trust.Issuer = OtherName;
            trust.SigningKeys[0].KeyId = otherKeyId;
            change?.Invoke(trust);
        });
        return new TestHost(_issuer, options: options => options.Issuers.Add(other));
    }
}
