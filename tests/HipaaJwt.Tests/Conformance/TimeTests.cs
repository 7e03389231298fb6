using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 28 and 29 with the usual skew of 30 seconds: each boundary, a second before and after.</summary>
public sealed class TimeTests(Workshop workshop) : IClassFixture<Workshop>
{
    private static readonly Corpus Corpus = new(TimeTable.Boundaries(skew: 30), TimeTable.Lifetimes(), TimeTable.Spellings());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Gets_its_verdict(string construction) => Corpus.ExpectAsync(construction, workshop);
}

/// <summary>The same without skew, where fractions of a second can be told.</summary>
public sealed class ExactTimeTests(ExactTimeTests.WorkshopWithoutSkew workshop) : IClassFixture<ExactTimeTests.WorkshopWithoutSkew>
{
    private static readonly Corpus Corpus = new(TimeTable.Boundaries(skew: 0), TimeTable.Fractions());

    public static TheoryData<string> Names => Corpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public Task Gets_its_verdict(string construction) => Corpus.ExpectAsync(construction, workshop);

    [Fact]
    public async Task A_tick_before_exp_a_token_is_good_and_at_exp_it_is_not()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, options: all => all.ClockSkew = TimeSpan.Zero);
        var token = issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.ToUnixTimeSeconds() + 1);

        issuer.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        issuer.Time.Advance(TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task An_exp_of_1e10_is_a_date_like_any_other()
    {
        using var issuer = new TestIssuer();
        issuer.Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(9_999_999_000));
        await using var host = new TestHost(issuer, options: all => all.ClockSkew = TimeSpan.Zero);

        var result = await host.ValidateAsync(issuer.Sign(TestIssuer.Header().ToJsonString(), Workshop.Claims.With("iat", "9999999e3").With("exp", "1e10").ToString()));

        result.Error.Should().Be(JwtError.None);
        result.Token!.ExpiresAt.ToUnixTimeSeconds().Should().Be(10_000_000_000);
    }

    [Fact]
    public async Task The_last_second_of_year_9999_can_be_told()
    {
        using var issuer = new TestIssuer();
        issuer.Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(253_402_300_000));
        await using var host = new TestHost(issuer);

        var result = await host.ValidateAsync(issuer.Sign(
            TestIssuer.Header().ToJsonString(), Workshop.Claims.With("iat", "253402300000").With("exp", "253402300799.75").ToString()));

        result.Error.Should().Be(JwtError.None);
    }

    public sealed class WorkshopWithoutSkew : Workshop
    {
        public WorkshopWithoutSkew()
            : base(options => options.ClockSkew = TimeSpan.Zero)
        {
        }
    }
}
