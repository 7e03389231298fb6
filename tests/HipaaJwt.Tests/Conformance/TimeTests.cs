using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 28 and 29 with the default clock skew of 30 seconds: each boundary, one second before and one after.</summary>
public sealed class TimeTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly Corpus Corpus = new(TimeTable.Boundaries(skew: 30), TimeTable.Lifetimes(), TimeTable.Spellings());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);
}

/// <summary>The same without clock skew, which makes fractions of a second visible.</summary>
public sealed class ExactTimeTests(ExactTimeTests.FixtureWithoutSkew fixture) : IClassFixture<ExactTimeTests.FixtureWithoutSkew>
{
    private static readonly Corpus Corpus = new(TimeTable.Boundaries(skew: 0), TimeTable.Fractions());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Returns_the_expected_error(string caseName) => Corpus.ExpectAsync(caseName, fixture);

    [Fact]
    public async Task Accepts_a_token_one_tick_before_exp_and_rejects_it_at_exp()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, options: options => options.ClockSkew = TimeSpan.Zero);
        var token = issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.ToUnixTimeSeconds() + 1);

        issuer.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        issuer.Time.Advance(TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task Accepts_an_exp_of_1e10()
    {
        using var issuer = new TestIssuer();
        issuer.Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(9_999_999_000));
        await using var host = new TestHost(issuer, options: options => options.ClockSkew = TimeSpan.Zero);

        var result = await host.ValidateAsync(
            issuer.Sign(TestIssuer.Header().ToJsonString(), TokenFixture.Claims.With("iat", "9999999e3").With("exp", "1e10").ToString()));

        result.Error.Should().Be(JwtError.None);
        result.Token!.ExpiresAt.ToUnixTimeSeconds().Should().Be(10_000_000_000);
    }

    [Fact]
    public async Task Accepts_the_last_second_of_the_year_9999()
    {
        using var issuer = new TestIssuer();
        issuer.Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(253_402_300_000));
        await using var host = new TestHost(issuer);

        var result = await host.ValidateAsync(issuer.Sign(
            TestIssuer.Header().ToJsonString(), TokenFixture.Claims.With("iat", "253402300000").With("exp", "253402300799.75").ToString()));

        result.Error.Should().Be(JwtError.None);
    }

    public sealed class FixtureWithoutSkew : TokenFixture
    {
        public FixtureWithoutSkew()
            : base(options => options.ClockSkew = TimeSpan.Zero)
        {
        }
    }
}
