using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Requirements of RFC 8725, section 3 and RFC 9068, sections 2 and 4 that no case of the corpus covers by name.</summary>
public sealed class StandardTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    [Fact]
    public async Task RFC_8725_3_1_and_3_3_the_key_determines_the_algorithm_and_every_signature_is_verified()
    {
        var valid = fixture.Token();
        var tampered = valid[..^8] + "AAAAAAAA";

        (await fixture.Host.ValidateAsync(valid)).IsValid.Should().BeTrue();
        (await fixture.Host.ValidateAsync(tampered)).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await fixture.Host.ValidateAsync(fixture.SignedBy("RS256", "ec-1", fixture.Rs256))).Error.Code
            .Should().Be(JwtErrorCode.AlgorithmNotAllowedForKey);
    }

    [Fact]
    public async Task RFC_8725_3_12_tokens_of_two_types_from_one_issuer_are_not_interchangeable()
    {
        using var issuer = new TestIssuer();
        await using var api = new TestHost(issuer);
        await using var logout = new TestHost(issuer, trust =>
        {
            trust.TokenTypes.Clear();
            trust.TokenTypes.Add("logout+jwt");
        });
        var accessToken = issuer.Token();
        var logoutToken = issuer.Token(header => header["typ"] = "logout+jwt");

        (await api.ValidateAsync(accessToken)).IsValid.Should().BeTrue();
        (await api.ValidateAsync(logoutToken)).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await logout.ValidateAsync(logoutToken)).IsValid.Should().BeTrue();
        (await logout.ValidateAsync(accessToken)).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }

    [Fact]
    public async Task RFC_9068_2_2_all_claims_of_the_profile_can_be_required()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, trust => trust.RequiredClaims.Add(ClaimNames.ClientId));

        foreach (var name in new[] { "iss", "exp", "aud", "sub", "client_id", "iat", "jti" })
        {
            (await host.ValidateAsync(issuer.Token(claims: claims => claims.Remove(name)))).Error
                .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, name));
        }

        (await host.ValidateAsync(issuer.Token())).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task RFC_9068_4_a_token_without_typ_is_accepted_only_if_allowed()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, trust => trust.AllowMissingTokenType = true);

        (await host.ValidateAsync(issuer.Token(header => header.Remove("typ")))).IsValid.Should().BeTrue();
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = "JWT"))).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = ""))).Error.Code.Should().Be(JwtErrorCode.HeaderMemberInvalid);
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = null))).Error.Code.Should().Be(JwtErrorCode.HeaderMemberInvalid);
    }

    [Fact]
    public async Task Rejects_random_bytes()
    {
        var random = new Random(20260115);
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                bytes = [.. bytes.Select(one => (byte)"AQgw_-.e0{}\"=x9"[one % 15])];
            }

            (await fixture.Host.Validator.ValidateAsync(bytes)).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public async Task Rejects_null_and_empty_memory_as_a_missing_token()
    {
        (await fixture.Host.Validator.ValidateAsync((string)null!)).Error.Code.Should().Be(JwtErrorCode.TokenMissing);
        (await fixture.Host.Validator.ValidateAsync(default(ReadOnlyMemory<byte>))).Error.Code.Should().Be(JwtErrorCode.TokenMissing);
    }
}
