using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Logout;

/// <summary>A token of one kind in the place of another, with the options that accept both without a typ.</summary>
public sealed class TokenConfusionTests
{
    public static TheoryData<string?, bool> Types => new()
    {
        { null, true },
        { "JWT", true },
        { "at+jwt", true },
        { "logout+jwt", true },
        { null, false },
        { "JWT", false },
        { "at+jwt", false },
        { "logout+jwt", false },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task An_access_token_is_no_logout_token(string? type, bool isLax)
    {
        await using var lab = await StartAsync(isLax);
        var token = lab.Issuer.Token(
            header => SetType(header, type),
            claims => (claims["sid"], claims["aud"]) = ("session-1", new JsonArray(LogoutLab.ClientId, TestIssuer.Audience)));

        (await lab.LogOutAsync(token)).Status.Should().Be(400);

        lab.Revocations.Count.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_logout_token_is_no_access_token(string? type, bool isLax)
    {
        await using var lab = await StartAsync(isLax);
        var token = lab.LogoutToken(
            claims =>
            {
                claims["aud"] = new JsonArray(LogoutLab.ClientId, TestIssuer.Audience);
                claims["roles"] = new JsonArray("physician");
            },
            header => SetType(header, type));

        var status = await lab.ChartStatusAsync(token);

        // With a typ that only access tokens have, the issuer itself says that it is one.
        status.Should().Be(type == "at+jwt" && !isLax ? 200 : 401);
        if (isLax)
        {
            lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.ClaimNotAllowed);
            lab.Server.Events[^1].ReasonMember.Should().Be("events");
        }
    }

    [Fact]
    public async Task A_claim_with_the_name_events_that_is_no_object_is_accepted()
    {
        await using var lab = await StartAsync(isLax: true);

        (await lab.ChartStatusAsync(lab.Issuer.Token(claims: claims => claims["events"] = new JsonArray("a")))).Should().Be(200);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("JWT", 200)]
    [InlineData("logout+jwt", 200)]
    [InlineData("at+jwt", 400)]
    [InlineData("secevent+jwt", 400)]
    public async Task A_logout_token_without_a_typ_of_its_own_is_accepted_if_the_option_allows_it(string? type, int status)
    {
        await using var lab = await LogoutLab.StartAsync(issuer => issuer.AllowUntypedLogoutTokens = true);

        (await lab.LogOutAsync(lab.LogoutToken(header: header => SetType(header, type)))).Status.Should().Be(status);

        lab.Server.Log.Lines.Should().ContainSingle(line => line.Text.Contains("AllowUntypedLogoutTokens", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(149, 200)]
    [InlineData(150, 400)]
    public async Task A_logout_token_without_exp_is_accepted_if_the_option_allows_it(int age, int status)
    {
        await using var lab = await LogoutLab.StartAsync(issuer => issuer.AllowLogoutTokensWithoutExpiration = true);
        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(age));

        (await lab.LogOutAsync(lab.LogoutToken(claims => claims.Remove("exp")))).Status.Should().Be(status);

        lab.Server.Log.Lines.Should()
            .ContainSingle(line => line.Text.Contains("AllowLogoutTokensWithoutExpiration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_present_exp_is_checked_even_if_it_may_be_missing()
    {
        await using var lab = await LogoutLab.StartAsync(issuer => issuer.AllowLogoutTokensWithoutExpiration = true);
        lab.Issuer.Time.Advance(TimeSpan.FromSeconds(60));

        var token = lab.LogoutToken(claims => claims["exp"] = TestIssuer.Now.AddSeconds(30).ToUnixTimeSeconds());

        (await lab.LogOutAsync(token)).Status.Should().Be(400);
    }

    private static Task<LogoutLab> StartAsync(bool isLax) => LogoutLab.StartAsync(issuer =>
    {
        if (isLax)
        {
            issuer.AllowMissingTokenType = true;
            issuer.ReplaceTokenTypes("at+jwt", "JWT", "logout+jwt");
            issuer.AllowUntypedLogoutTokens = true;
            issuer.AllowLogoutTokensWithoutExpiration = true;
        }
    });

    private static void SetType(JsonObject header, string? type)
    {
        header["typ"] = type;
        if (type is null)
        {
            header.Remove("typ");
        }
    }
}
