using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Checks;

public sealed class TimeCheckTests : IDisposable
{
    private static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(0, 1, JwtErrorCode.None)]
    [InlineData(0, 0, JwtErrorCode.TokenExpired)]
    [InlineData(0, -1, JwtErrorCode.TokenExpired)]
    [InlineData(30, -29, JwtErrorCode.None)]
    [InlineData(30, -30, JwtErrorCode.TokenExpired)]
    [InlineData(30, -31, JwtErrorCode.TokenExpired)]
    public async Task A_token_expires_at_exp_plus_the_clock_skew(int skew, int expiresIn, JwtErrorCode code) =>
        (await ValidateAsync(skew, claims => (claims["iat"], claims["exp"]) = (Now - 100, Now + expiresIn)))
            .Should().Be(Error(code, "exp"));

    [Theory]
    [InlineData(0, -1, JwtErrorCode.None)]
    [InlineData(0, 0, JwtErrorCode.None)]
    [InlineData(0, 1, JwtErrorCode.TokenNotYetValid)]
    [InlineData(30, 29, JwtErrorCode.None)]
    [InlineData(30, 30, JwtErrorCode.None)]
    [InlineData(30, 31, JwtErrorCode.TokenNotYetValid)]
    public async Task A_token_is_valid_from_nbf_minus_the_clock_skew(int skew, int beginsIn, JwtErrorCode code) =>
        (await ValidateAsync(skew, claims => claims["nbf"] = Now + beginsIn)).Should().Be(Error(code, "nbf"));

    [Theory]
    [InlineData(0, 0, JwtErrorCode.None)]
    [InlineData(0, 1, JwtErrorCode.TokenIssuedInFuture)]
    [InlineData(30, 29, JwtErrorCode.None)]
    [InlineData(30, 30, JwtErrorCode.None)]
    [InlineData(30, 31, JwtErrorCode.TokenIssuedInFuture)]
    public async Task Rejects_a_token_issued_in_the_future(int skew, int issuedIn, JwtErrorCode code) =>
        (await ValidateAsync(skew, claims => claims["iat"] = Now + issuedIn)).Should().Be(Error(code, "iat"));

    [Theory]
    [InlineData(599, JwtErrorCode.None)]
    [InlineData(600, JwtErrorCode.None)]
    [InlineData(601, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task The_clock_skew_does_not_extend_the_maximum_lifetime(int lifetime, JwtErrorCode code)
    {
        foreach (var skew in new[] { 0, 300 })
        {
            (await ValidateAsync(skew, claims => (claims["iat"], claims["exp"]) = (Now - 10, Now - 10 + lifetime), maxLifetime: 600))
                .Should().Be(Error(code, "exp"));
        }
    }

    [Theory]
    [InlineData("nbf", -1, JwtErrorCode.None)]
    [InlineData("nbf", 0, JwtErrorCode.None)]
    [InlineData("nbf", 1, JwtErrorCode.TokenLifetimeInvalid)]
    [InlineData("iat", -1, JwtErrorCode.None)]
    [InlineData("iat", 0, JwtErrorCode.None)]
    [InlineData("iat", 1, JwtErrorCode.TokenLifetimeInvalid)]
    public async Task Rejects_a_token_whose_nbf_or_iat_is_after_exp(string claim, int afterEnd, JwtErrorCode code) =>
        (await ValidateAsync(skew: 300, claims => (claims["exp"], claims[claim]) = (Now + 60, Now + 60 + afterEnd)))
            .Should().Be(Error(code, claim));

    [Theory]
    [InlineData("exp", "0.9", JwtErrorCode.TokenExpired)]
    [InlineData("exp", "1.1", JwtErrorCode.None)]
    [InlineData("nbf", "0.1", JwtErrorCode.TokenNotYetValid)]
    [InlineData("nbf", "-0.1", JwtErrorCode.None)]
    [InlineData("iat", "0.1", JwtErrorCode.TokenIssuedInFuture)]
    public async Task Rounds_fractions_against_the_token(string claim, string seconds, JwtErrorCode code)
    {
        var moment = Now + decimal.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture);

        (await ValidateAsync(skew: 0, claims =>
        {
            (claims["iat"], claims["exp"]) = (Now - 100, Now + 100);
            claims[claim] = moment;
        })).Should().Be(Error(code, claim));
    }

    [Theory]
    [InlineData(100.5, 0.5, JwtErrorCode.TokenLifetimeTooLong)]
    [InlineData(100, 1, JwtErrorCode.TokenLifetimeTooLong)]
    [InlineData(100, 0.5, JwtErrorCode.None)]
    [InlineData(99.5, 0.5, JwtErrorCode.None)]
    [InlineData(100, 0, JwtErrorCode.None)]
    public async Task Measures_the_lifetime_in_whole_seconds(double before, double after, JwtErrorCode code) =>
        (await ValidateAsync(
            skew: 0,
            claims => (claims["iat"], claims["exp"]) = ((decimal)(Now - before), (decimal)(Now + 500 + after)),
            maxLifetime: 600))
            .Should().Be(Error(code, "exp"));

    [Theory]
    [InlineData("1.76847901e9")]
    [InlineData("176847901e1")]
    [InlineData("1768479010.0")]
    [InlineData("17684790100000e-4")]
    public async Task Accepts_dates_with_exponent_or_decimal_point(string number)
    {
        // 2026-01-15T12:10:10Z, ten minutes and ten seconds after the clock of the issuer.
        var json = TestIssuer.Claims().ToJsonString().Replace(
            (Now + 600).ToString(System.Globalization.CultureInfo.InvariantCulture), number, StringComparison.Ordinal);
        await using var host = new TestHost(_issuer);

        var result = await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), json));

        result.Error.Should().Be(JwtError.None);
        result.Token!.ExpiresAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_768_479_010));
    }

    [Fact]
    public async Task Follows_the_clock_forwards_and_backwards()
    {
        await using var host = new TestHost(_issuer, options: options => options.ClockSkew = TimeSpan.Zero);
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        _issuer.Time.Advance(TimeSpan.FromMinutes(10));
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
        _issuer.Time.AdjustTime(TestIssuer.Now.AddMinutes(10).AddTicks(-1));
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
    }

    private static JwtError Error(JwtErrorCode code, string member) =>
        code == JwtErrorCode.None ? JwtError.None : new JwtError(code, member);

    private async Task<JwtError> ValidateAsync(int skew, Action<JsonObject> claims, int maxLifetime = 3600)
    {
        await using var host = new TestHost(_issuer, options: options =>
        {
            options.ClockSkew = TimeSpan.FromSeconds(skew);
            options.MaxTokenLifetime = TimeSpan.FromSeconds(maxLifetime);
        });
        return (await host.ValidateAsync(_issuer.Token(claims: claims))).Error;
    }
}
