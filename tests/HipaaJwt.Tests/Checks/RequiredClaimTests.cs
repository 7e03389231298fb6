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
    public async Task A_claim_that_is_always_or_by_default_required_is_missed(string claim)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    public async Task A_claim_that_is_always_required_is_required_without_being_listed(string claim)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Clear());

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Fact]
    public async Task Without_being_required_the_jti_may_be_missing()
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
    public async Task A_claim_that_the_options_require_is_missed(string claim)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add(claim));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims.Remove(claim)))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
    }

    [Theory]
    [InlineData("client_id", "\"app\"")]
    [InlineData("nbf", "1768478400")]
    [InlineData("tenant", "false")]
    [InlineData("tenant", "{}")]
    public async Task A_claim_that_the_options_require_may_have_any_value_but_null(string claim, string json)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add(claim));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims[claim] = System.Text.Json.Nodes.JsonNode.Parse(json)))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("Tenant", "\"x\"")]
    [InlineData("tenant", "null")]
    public async Task Null_and_near_names_are_not_the_claim(string claim, string json)
    {
        await using var host = new TestHost(_issuer, trust => trust.RequiredClaims.Add("tenant"));

        (await host.ValidateAsync(_issuer.Token(claims: claims => claims[claim] = System.Text.Json.Nodes.JsonNode.Parse(json)))).Error
            .Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "tenant"));
    }
}
