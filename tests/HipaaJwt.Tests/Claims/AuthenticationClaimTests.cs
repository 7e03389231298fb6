using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Claims;

/// <summary>The authentication claims <c>auth_time</c>, <c>acr</c> and <c>amr</c>.</summary>
public sealed class AuthenticationClaimTests : IDisposable
{
    private static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Missing_claims_are_empty()
    {
        var token = await ValidateAsync(_ => { });

        token.AuthenticatedAt.Should().BeNull();
        token.AuthenticationContext.Should().BeNull();
        token.AuthenticationMethods.Should().BeEmpty();
        token.IsAuthenticatedWithin(TimeSpan.MaxValue, TestIssuer.Now).Should().BeFalse();
    }

    [Theory]
    [InlineData("1768478400", 1768478400L)]
    [InlineData("1768478400.9", 1768478400L)]
    [InlineData("1.7684784e9", 1768478400L)]
    [InlineData("\"1768478400\"", null)]
    [InlineData("-1", null)]
    [InlineData("1e12", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[1768478400]", null)]
    public async Task Reads_auth_time_as_a_number_of_seconds(string json, long? seconds) =>
        (await ValidateAsync(claims => claims["auth_time"] = JsonNode.Parse(json))).AuthenticatedAt
            .Should().Be(seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null);

    [Theory]
    [InlineData("\"phr\"", "phr")]
    [InlineData("\"p\\u0068r\"", "phr")]
    [InlineData("\"\"", null)]
    [InlineData("\"a\\nb\"", null)]
    [InlineData("2", null)]
    [InlineData("[\"phr\"]", null)]
    [InlineData("null", null)]
    public async Task Reads_acr_as_a_string(string json, string? context) =>
        (await ValidateAsync(claims => claims["acr"] = JsonNode.Parse(json))).AuthenticationContext.Should().Be(context);

    [Theory]
    [InlineData("[\"pwd\",\"mfa\"]", "pwd mfa")]
    [InlineData("\"mfa\"", "")]
    [InlineData("[]", "")]
    [InlineData("[\"mfa\",1]", "")]
    [InlineData("[\"mfa\",null]", "")]
    [InlineData("{\"mfa\":true}", "")]
    [InlineData("null", "")]
    public async Task Reads_amr_as_an_array_of_strings(string json, string methods) =>
        string.Join(' ', (await ValidateAsync(claims => claims["amr"] = JsonNode.Parse(json))).AuthenticationMethods).Should().Be(methods);

    [Theory]
    [InlineData(-330, true)]
    [InlineData(-331, false)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public async Task Applies_the_clock_skew_to_the_maximum_age(int seconds, bool fresh) =>
        (await ValidateAsync(claims => claims["auth_time"] = Now + seconds)).IsAuthenticatedWithin(TimeSpan.FromMinutes(5), TestIssuer.Now)
            .Should().Be(fresh);

    [Theory]
    [InlineData(-330.5, false)]
    [InlineData(-329.5, true)]
    [InlineData(29.5, true)]
    [InlineData(30.5, false)]
    public async Task Rounds_fractions_of_auth_time_against_the_token(double seconds, bool fresh) =>
        (await ValidateAsync(claims => claims["auth_time"] = Now + seconds)).IsAuthenticatedWithin(TimeSpan.FromMinutes(5), TestIssuer.Now)
            .Should().Be(fresh);

    [Fact]
    public async Task Extreme_times_do_not_overflow()
    {
        (await ValidateAsync(claims => claims["auth_time"] = 0)).IsAuthenticatedWithin(TimeSpan.MaxValue, DateTimeOffset.MaxValue)
            .Should().BeTrue();
        (await ValidateAsync(claims => claims["auth_time"] = 253402300799)).IsAuthenticatedWithin(TimeSpan.Zero, DateTimeOffset.MinValue)
            .Should().BeFalse();
    }

    private async Task<ValidatedJwt> ValidateAsync(Action<JsonObject> claims)
    {
        await using var host = new TestHost(_issuer);
        return (await host.ValidateAsync(_issuer.Token(claims: claims))).Token!;
    }
}
