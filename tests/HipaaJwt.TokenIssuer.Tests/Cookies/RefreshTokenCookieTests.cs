using System.Net.Http.Headers;
using HipaaJwt.TokenIssuer.Tests.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Cookies;

/// <summary>Browsers, whose refresh token is in a cookie that scripts cannot read.</summary>
public sealed class RefreshTokenCookieTests : IAsyncLifetime
{
    private const string Name = "__Host-hipaajwt-refresh";
    private const string Attributes = "; path=/; secure; samesite=strict; httponly";
    private const string Deleted = Name + "=; expires=Thu, 01 Jan 1970 00:00:00 GMT" + Attributes;

    private EndpointLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync(map: (app, _) =>
    {
        app.MapPost("/sign-in", async (HttpContext http, ITokenIssuer issuer) =>
        {
            var result = await issuer.IssueAsync(new TokenRequest { Subject = "dr.rivera", ClientId = EndpointLab.Browser });
            http.Response.AppendRefreshTokenCookie(result.Tokens!);
            return Results.Text(result.Tokens!.AccessToken);
        });
        app.MapPost("/forget", (HttpContext http) => http.Response.DeleteRefreshTokenCookie());
    });

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task The_application_writes_the_first_cookie()
    {
        var answer = await _lab.SendAsync(HttpMethod.Post, "/sign-in", null);

        answer.Cookie.Should().StartWith(Name + "=").And.EndWith(Attributes);
        answer.Header("Cache-Control").Should().Be("no-store");
        (await RefreshAsync(ValueOf(answer))).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_application_can_delete_the_cookie() =>
        (await _lab.SendAsync(HttpMethod.Post, "/forget", null)).Cookie.Should().Be(Deleted);

    [Fact]
    public void A_cookie_needs_a_refresh_token()
    {
        var tokens = new IssuedTokens { AccessToken = "a", TokenType = "Bearer", ExpiresIn = TimeSpan.FromMinutes(5), TokenId = "1" };

        var append = () => new DefaultHttpContext().Response.AppendRefreshTokenCookie(tokens);

        append.Should().Throw<ArgumentException>().WithMessage("There is no refresh token. Set TokenRequest.StartSession*");
    }

    [Fact]
    public async Task A_refresh_replaces_the_cookie_and_the_body_has_no_refresh_token()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);

        var answer = await RefreshAsync(tokens.RefreshToken!);

        (answer.Status, answer.Header("Cache-Control")).Should().Be((200, "no-store"));
        answer.Json.ContainsKey("refresh_token").Should().BeFalse();
        answer.Cookie.Should().StartWith(Name + "=").And.EndWith(Attributes);
        ValueOf(answer).Should().NotBe(tokens.RefreshToken);
        (await _lab.ChartStatusAsync(answer.AccessToken)).Should().Be(200);
        (await RefreshAsync(ValueOf(answer))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("https://app.clinic.example.evil.example")]
    [InlineData("https://app.clinic.example/")]
    [InlineData("https://APP.clinic.example")]
    [InlineData("http://app.clinic.example")]
    [InlineData("https://app.clinic.example:444")]
    [InlineData("https://app.clinic.example https://evil.example")]
    public async Task A_request_from_another_origin_is_rejected_and_changes_nothing(string? origin)
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);

        foreach (var path in (string[])["/token", "/revoke", "/logout"])
        {
            var answer = await SendAsync(path, tokens.RefreshToken, origin);

            (answer.Status, answer.Error, answer.Cookie).Should().Be((400, "invalid_request", null));
            (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ReasonMember).Should().Be((JwtErrorCode.RequestMalformed, "Origin"));
        }

        (await RefreshAsync(tokens.RefreshToken!)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_client_without_origins_cannot_use_a_cookie()
    {
        var tokens = await _lab.SignInAsync();

        var answer = await SendAsync("/token", tokens.RefreshToken, EndpointLab.Origin, EndpointLab.Phone);

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task A_refresh_token_in_the_form_is_used_instead_and_answered_in_the_body()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);

        var answer = await _lab.RefreshAsync(tokens.RefreshToken, EndpointLab.Browser);

        answer.RefreshToken.Should().NotBeNull();
        answer.Cookie.Should().BeNull();
    }

    [Fact]
    public async Task A_cookie_of_an_ended_session_is_deleted()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);
        await _lab.PostAsync("/revoke", ("client_id", EndpointLab.Browser), ("token", tokens.RefreshToken!));

        var answer = await RefreshAsync(tokens.RefreshToken!);

        (answer.Status, answer.Error, answer.Cookie).Should().Be((400, "invalid_grant", Deleted));
    }

    [Fact]
    public async Task A_cookie_of_another_client_is_kept()
    {
        var tokens = await _lab.SignInAsync();

        var answer = await RefreshAsync(tokens.RefreshToken!);

        (answer.Error, answer.Cookie).Should().Be(("invalid_grant", null));
    }

    [Theory]
    [InlineData("/revoke")]
    [InlineData("/logout")]
    public async Task Logout_and_revocation_end_the_session_and_delete_the_cookie(string path)
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);

        var answer = await SendAsync(path, tokens.RefreshToken, EndpointLab.Origin);

        (answer.Status, answer.Body, answer.Cookie).Should().Be((200, string.Empty, Deleted));
        (await _lab.ChartStatusAsync(tokens.AccessToken)).Should().Be(401);
    }

    [Theory]
    [InlineData("/token")]
    [InlineData("/revoke")]
    [InlineData("/logout")]
    public async Task A_store_that_is_down_keeps_the_cookie(string path)
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);
        _lab.Sessions.Fails = true;

        var answer = await SendAsync(path, tokens.RefreshToken, EndpointLab.Origin);

        (answer.Status, answer.Cookie).Should().Be((503, null));
    }

    [Fact]
    public async Task A_logout_without_a_cookie_has_nothing_to_end() =>
        (await SendAsync("/logout", null, EndpointLab.Origin)).Status.Should().Be(200);

    [Fact]
    public async Task A_logout_with_an_access_token_deletes_the_cookie_too()
    {
        var tokens = await _lab.SignInAsync(EndpointLab.Browser);

        var answer = await _lab.SendAsync(HttpMethod.Post, "/logout", null, headers =>
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
            headers.Add("Cookie", $"{Name}={tokens.RefreshToken}");
        });

        (answer.Status, answer.Cookie).Should().Be((200, Deleted));
    }

    [Fact]
    public async Task A_cookie_policy_of_the_application_does_not_omit_the_cookie()
    {
        await using var lab = await EndpointLab.StartAsync(
            configure: builder => builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true),
            map: (app, _) => app.UseCookiePolicy());
        var tokens = await lab.SignInAsync(EndpointLab.Browser);

        var answer = await SendAsync("/token", tokens.RefreshToken, EndpointLab.Origin, lab: lab);

        answer.Cookie.Should().StartWith(Name + "=").And.EndWith(Attributes);
    }

    private static string ValueOf(EndpointAnswer answer) => answer.Cookie!.Split(';')[0].Split('=', 2)[1];

    private Task<EndpointAnswer> RefreshAsync(string cookie) => SendAsync("/token", cookie, EndpointLab.Origin);

    private Task<EndpointAnswer> SendAsync(
        string path,
        string? cookie,
        string? origin,
        string client = EndpointLab.Browser,
        EndpointLab? lab = null) => (lab ?? _lab).PostAsync(
        path,
        [("grant_type", "refresh_token"), ("client_id", client)],
        headers =>
        {
            if (cookie is not null)
            {
                headers.TryAddWithoutValidation("Cookie", $"{Name}={cookie}; other=x");
            }

            if (origin is not null)
            {
                headers.TryAddWithoutValidation("Origin", origin);
            }
        });
}
