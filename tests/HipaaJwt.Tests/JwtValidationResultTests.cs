using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests;

public sealed class JwtValidationResultTests
{
    [Fact]
    public void The_default_result_is_a_rejection()
    {
        var result = default(JwtValidationResult);

        result.IsValid.Should().BeFalse();
        result.Error.Code.Should().Be(JwtErrorCode.TokenMissing);
    }

    [Fact]
    public void Rejected_requires_an_error() =>
        FluentActions.Invoking(() => JwtValidationResult.Rejected(JwtError.None)).Should().Throw<ArgumentException>();

    [Fact]
    public async Task Results_are_equal_by_token_and_error()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer);
        var accepted = await host.ValidateAsync(issuer.Token());
        var rejected = JwtValidationResult.Rejected(new JwtError(JwtErrorCode.TokenExpired, "exp"));

        (rejected == JwtValidationResult.Rejected(new JwtError(JwtErrorCode.TokenExpired, "exp"))).Should().BeTrue();
        (rejected != accepted).Should().BeTrue();
        accepted.Equals((object)accepted).Should().BeTrue();
        accepted.Equals("valid").Should().BeFalse();
        accepted.GetHashCode().Should().NotBe(rejected.GetHashCode());
        accepted.ToString().Should().Be("valid");
        rejected.ToString().Should().Be("507 TokenExpired (exp)");
    }
}
