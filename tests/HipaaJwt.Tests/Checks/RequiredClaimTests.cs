using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Checks;

public sealed class RequiredClaimTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("jti")]
    public async Task Rejects_a_token_without_a_claim_required_by_default(string claim)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    public async Task Rejects_a_token_without_an_always_required_claim(string claim)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Clear());

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Fact]
    public async Task Accepts_a_missing_jti_if_it_is_not_required()
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Clear());

        var result = await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove("jti")));

        result.Error.Should().Be(JwtError.None);
        result.Token!.Id.Should().BeNull();
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("nbf")]
    [InlineData("tenant")]
    [InlineData("https://hospital.example/claims/ward")]
    public async Task Rejects_a_token_without_a_claim_required_by_the_options(string claim)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add(claim));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Theory]
    [InlineData("client_id", "\"app\"")]
    [InlineData("nbf", "1768478400")]
    [InlineData("tenant", "false")]
    [InlineData("tenant", "{}")]
    public async Task Accepts_any_value_but_null_for_a_required_claim(string claim, string json)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add(claim));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims[claim] = System.Text.Json.Nodes.JsonNode.Parse(json)))).Error
            .Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("Tenant", "\"x\"")]
    [InlineData("tenant", "null")]
    public async Task Rejects_null_and_similar_names_for_a_required_claim(string claim, string json)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add("tenant"));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims[claim] = System.Text.Json.Nodes.JsonNode.Parse(json)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "tenant"));
    }
}
