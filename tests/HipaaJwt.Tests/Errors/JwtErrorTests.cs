namespace HipaaJwt.Tests.Errors;

public sealed class JwtErrorTests
{
    [Fact]
    public void Errors_are_equal_by_code_and_member()
    {
        var error = new JwtError(JwtErrorCode.TokenExpired, "exp");

        (error == new JwtError(JwtErrorCode.TokenExpired, "exp")).Should().BeTrue();
        (error != new JwtError(JwtErrorCode.TokenExpired)).Should().BeTrue();
        (error != new JwtError(JwtErrorCode.ClaimInvalid, "exp")).Should().BeTrue();
        error.Equals((object)new JwtError(JwtErrorCode.TokenExpired, "exp")).Should().BeTrue();
        error.Equals("507").Should().BeFalse();
        error.GetHashCode().Should().Be(new JwtError(JwtErrorCode.TokenExpired, "exp").GetHashCode());
    }

    [Fact]
    public void ToString_contains_number_name_and_member()
    {
        new JwtError(JwtErrorCode.TokenExpired, "exp").ToString().Should().Be("507 TokenExpired (exp)");
        new JwtError(JwtErrorCode.SignatureInvalid).ToString().Should().Be("400 SignatureInvalid");
        JwtError.None.ToString().Should().Be("0 None");
    }

    [Fact]
    public void Only_codes_8xx_are_unavailable() =>
        Enum.GetValues<JwtErrorCode>().Where(code => new JwtError(code).IsUnavailable)
            .Should().Equal(
                JwtErrorCode.AuditUnavailable,
                JwtErrorCode.CheckUnavailable,
                JwtErrorCode.KeysUnavailable,
                JwtErrorCode.ReplayStoreUnavailable,
                JwtErrorCode.RevocationUnavailable,
                JwtErrorCode.SessionStoreUnavailable);

    [Fact]
    public void Only_the_default_error_is_none()
    {
        JwtError.None.IsNone.Should().BeTrue();
        Enum.GetValues<JwtErrorCode>().Count(code => new JwtError(code).IsNone).Should().Be(1);
    }

    [Fact]
    public void Every_code_has_three_digits() =>
        Enum.GetValues<JwtErrorCode>().Where(code => code != JwtErrorCode.None)
            .Should().OnlyContain(code => (int)code >= 100 && (int)code <= 999);
}
