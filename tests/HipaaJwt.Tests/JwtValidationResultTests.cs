using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests;

public sealed class JwtValidationResultTests
{
    [Fact]
    public void A_result_that_nobody_made_is_a_refusal()
    {
        var result = default(JwtValidationResult);

        result.IsValid.Should().BeFalse();
        result.Error.Code.Should().Be(JwtErrorCode.TokenMissing);
    }

    [Fact]
    public void A_refusal_needs_a_reason() =>
        FluentActions.Invoking(() => JwtValidationResult.Rejected(JwtError.None)).Should().Throw<ArgumentException>();

    [Fact]
    public async Task Results_are_equal_by_token_and_error()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer);
        var accepted = await host.ValidateAsync(issuer.Token());
        var refused = JwtValidationResult.Rejected(new JwtError(JwtErrorCode.TokenExpired, "exp"));

        (refused == JwtValidationResult.Rejected(new JwtError(JwtErrorCode.TokenExpired, "exp"))).Should().BeTrue();
        (refused != accepted).Should().BeTrue();
        accepted.Equals((object)accepted).Should().BeTrue();
        accepted.Equals("valid").Should().BeFalse();
        accepted.GetHashCode().Should().NotBe(refused.GetHashCode());
        accepted.ToString().Should().Be("valid");
        refused.ToString().Should().Be("507 TokenExpired (exp)");
    }
}
