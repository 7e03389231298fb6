using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Points of RFC 8725, section 3 and RFC 9068, sections 2 and 4 that no case of the corpus tells by its name.</summary>
public sealed class StandardTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task RFC_8725_3_1_and_3_3_the_key_brings_the_algorithm_and_every_signature_is_verified()
    {
        var good = workshop.Token();
        var tampered = good[..^8] + "AAAAAAAA";

        (await workshop.Host.ValidateAsync(good)).IsValid.Should().BeTrue();
        (await workshop.Host.ValidateAsync(tampered)).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await workshop.Host.ValidateAsync(workshop.SignedBy("RS256", "ec-1", workshop.Rs256))).Error.Code.Should().Be(JwtErrorCode.AlgorithmNotAllowedForKey);
    }

    [Fact]
    public async Task RFC_8725_3_12_tokens_of_two_kinds_from_one_issuer_are_never_taken_for_each_other()
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
    public async Task RFC_9068_2_2_an_issuer_can_be_held_to_all_claims_of_the_profile()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, trust => trust.RequiredClaims.Add(ClaimNames.ClientId));

        foreach (var name in new[] { "iss", "exp", "aud", "sub", "client_id", "iat", "jti" })
        {
            (await host.ValidateAsync(issuer.Token(claims: claims => claims.Remove(name)))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, name));
        }

        (await host.ValidateAsync(issuer.Token())).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task RFC_9068_4_a_token_without_typ_passes_only_where_that_was_asked_for()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, trust => trust.AllowMissingTokenType = true);

        (await host.ValidateAsync(issuer.Token(header => header.Remove("typ")))).IsValid.Should().BeTrue();
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = "JWT"))).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = ""))).Error.Code.Should().Be(JwtErrorCode.HeaderMemberInvalid);
        (await host.ValidateAsync(issuer.Token(header => header["typ"] = null))).Error.Code.Should().Be(JwtErrorCode.HeaderMemberInvalid);
    }

    [Fact]
    public async Task Any_bytes_at_all_get_a_result()
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

            (await workshop.Host.Validator.ValidateAsync(bytes)).IsValid.Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_missing_string_and_empty_memory_are_a_missing_token()
    {
        (await workshop.Host.Validator.ValidateAsync((string)null!)).Error.Code.Should().Be(JwtErrorCode.TokenMissing);
        (await workshop.Host.Validator.ValidateAsync(default(ReadOnlyMemory<byte>))).Error.Code.Should().Be(JwtErrorCode.TokenMissing);
    }
}
