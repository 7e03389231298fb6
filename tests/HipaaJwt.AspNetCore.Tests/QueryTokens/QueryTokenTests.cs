using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.QueryTokens;

/// <summary>Tokens in the query of named paths.</summary>
public sealed class QueryTokenTests : IAsyncLifetime
{
    private static readonly string[] EventStream = ["Accept: text/event-stream"];
    private static readonly string[] WebSocket =
    [
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];

    private ClinicServer _server = null!;

    public static TheoryData<string> AcceptedRequests =>
    [
        "GET /hubs/echo?access_token={0}&id=a%20b",
        "GET /hubs/echo?id=a%20b&access_token={0}",
        "GET /hubs/echo?id=a%20b&Access_Token={0}",
        "GET /hubs/echo?id=a%20b&%61ccess%5Ftoken={0}",
        "GET /Hubs/Echo/?id=a%20b&access_token={0}",
        "GET http://clinic/hubs/echo?id=a%20b&access_token={0}",
    ];

    public async ValueTask InitializeAsync() => _server = await ClinicServer.StartAsync(
        map: app =>
        {
            app.Map("/hubs/echo", Echo).RequirePermission("chart:read");
            app.Map("/hubs/echo/{more}", Echo).RequirePermission("chart:read");
            app.Map("/hubs/other", Echo).RequirePermission("chart:read");
            app.Map("/hubs/partners", Echo).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Partners" });
        },
        authenticate: builder => builder
            .AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/echo"))
            .AddHipaaJwtBearer("Partners", _ => { })
            .Services.Configure<AuthenticationOptions>(options => options.DefaultScheme = "HipaaJwt"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(AcceptedRequests))]
    public async Task A_stream_and_a_WebSocket_have_their_token_in_the_query_and_nothing_shows_it(string request)
    {
        var token = _server.Issuer.Token();

        foreach (var headers in new[] { EventStream, ["Accept: text/html, text/event-stream;q=0.5"] })
        {
            await ShouldBeAcceptedAsync(request, token, headers);
        }

        // Connection: close of the test client would contradict Connection: Upgrade, so both are sent.
        await ShouldBeAcceptedAsync(request, token, WebSocket);
        await ShouldBeAcceptedAsync(request, token, ["Upgrade: WebSocket", "Connection: keep-alive, Upgrade"]);
        LogShouldNotContain(token);
    }

    [Theory]
    [InlineData("GET /hubs/echo?access_token={0}", null)]
    [InlineData("GET /hubs/echo?access_token={0}", "Accept: */*")]
    [InlineData("GET /hubs/echo?access_token={0}", "Accept: text/event-stream-2")]
    [InlineData("GET /hubs/echo?access_token={0}", "Accept: text/event-stream;q=0")]
    [InlineData("GET /hubs/echo?access_token={0}", "Upgrade: websocket")]
    [InlineData("GET /hubs/echo?access_token={0}", "Upgrade: h2c")]
    [InlineData("POST /hubs/echo?access_token={0}", "Accept: text/event-stream")]
    [InlineData("PUT /hubs/echo?access_token={0}", "Accept: text/event-stream")]
    [InlineData("GET /hubs/echo?access_token={0}&access_token={0}", "Accept: text/event-stream")]
    [InlineData("GET /hubs/echo?access_token={0}&access_token=", "Accept: text/event-stream")]
    [InlineData("GET /hubs/echo?access_token=", "Accept: text/event-stream")]
    [InlineData("GET /hubs/echo?access_token", "Accept: text/event-stream")]
    public async Task Rejects_a_token_in_the_query_of_other_requests_and_does_not_log_it(string request, string? header)
    {
        var token = _server.Issuer.Token();

        await ShouldBeRejectedAsync(request, token, header is null ? [] : [header]);

        LogShouldNotContain(token);
    }

    [Theory]
    [InlineData("GET /hubs/other?access_token={0}")]
    [InlineData("GET /hubs/echo/negotiate?access_token={0}")]
    [InlineData("GET /hubs/echo/x?access_token={0}")]
    [InlineData("GET /hubs/partners?access_token={0}")]
    [InlineData("GET /patients/7/chart?access_token={0}")]
    public async Task Rejects_a_token_in_the_query_of_other_paths(string request) =>
        await ShouldBeRejectedAsync(request, _server.Issuer.Token(), EventStream);

    [Theory]
    [InlineData("Authorization: Bearer {0}")]
    [InlineData("Authorization: DPoP {0}")]
    [InlineData("Authorization: Bearer")]
    public async Task Rejects_a_token_in_the_query_beside_one_in_the_header(string header)
    {
        var token = _server.Issuer.Token();

        await ShouldBeRejectedAsync(
            "GET /hubs/echo?access_token={0}", token, [.. EventStream, header.Replace("{0}", token, StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Accepts_a_token_in_the_query_beside_a_header_of_another_scheme()
    {
        await ShouldBeAcceptedAsync(
            "GET /hubs/echo?id=a%20b&access_token={0}", _server.Issuer.Token(), [.. EventStream, "Authorization: Basic eDp5"]);
    }

    [Fact]
    public async Task A_token_in_the_query_is_validated_like_one_in_the_header()
    {
        var forged = _server.Issuer.Token() + "x";
        var clerk = _server.Issuer.Token(claims: claims => claims["roles"] = "clerk");

        (await _server.SendAsync("GET /hubs/echo?access_token=" + forged, EventStream)).Status.Should().Be(401);
        (await _server.SendAsync("GET /hubs/echo?access_token=not%20a%20token", EventStream)).Status.Should().Be(401);
        (await _server.SendAsync("GET /hubs/echo?access_token=" + clerk, EventStream)).Status.Should().Be(403);

        _server.Events.Select(decision => decision.ReasonCode).Should().HaveCount(3).And.HaveElementAt(2, JwtErrorCode.PermissionMissing);
        LogShouldNotContain(forged);
    }

    [Fact]
    public async Task A_header_is_accepted_on_the_path_too()
    {
        var response = await _server.GetAsync("/hubs/echo?id=7", _server.Issuer.Token());

        response.Status.Should().Be(200);
        response.Body.Should().Contain("[?id=7] [/hubs/echo?id=7]");
    }

    [Fact]
    public async Task A_scheme_rejects_the_token_that_only_another_scheme_accepts()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.Map("/hubs/echo", Echo).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Partners" }),
            authenticate: builder => builder
                .AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/echo"))
                .AddHipaaJwtBearer("Partners", _ => { }));

        var response = await server.SendAsync("GET /hubs/echo?access_token=" + server.Issuer.Token(), EventStream);

        response.Status.Should().Be(400);
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.TokenInQuery);
    }

    [Fact]
    public void The_start_warns_of_the_option() =>
        _server.Log.Lines.Where(line => line.Level == LogLevel.Warning).Should().ContainSingle()
            .Which.Text.Should().Contain("AllowTokenInQueryFor").And.Contain("/hubs/echo").And.Contain("HipaaJwt");

    private static async Task Echo(HttpContext http) => await http.Response.WriteAsync(
        $"[{http.Request.QueryString}] [{http.Features.Get<IHttpRequestFeature>()!.RawTarget}] "
        + $"[{string.Join(' ', http.Request.Query.Keys)}] [{http.Request.Query["id"]}] [{http.Request.GetDisplayUrl()}]");

    private async Task ShouldBeAcceptedAsync(string request, string token, string[] headers)
    {
        var before = _server.Events.Count;

        var response = await _server.SendAsync(request.Replace("{0}", token, StringComparison.Ordinal), headers);

        response.Status.Should().Be(200);
        response.Body.Should().Contain("[?id=a%20b]").And.Contain("?id=a%20b] [id] [a b]").And.NotContain(token);
        var granted = _server.Events.Skip(before).Should().ContainSingle().Subject;
        granted.Type.Should().Be(AuditEventType.AccessGranted);
        granted.Subject.Should().Be("user-42");
    }

    private async Task ShouldBeRejectedAsync(string request, string token, string[] headers)
    {
        var response = await _server.SendAsync(request.Replace("{0}", token, StringComparison.Ordinal), headers);

        response.Status.Should().Be(400);
        response.Challenge.Should().Be("Bearer error=\"invalid_request\"");
        var rejected = _server.Events.Should().ContainSingle().Subject;
        rejected.Type.Should().Be(AuditEventType.TokenRejected);
        rejected.ReasonCode.Should().Be(JwtErrorCode.TokenInQuery);
    }

    private void LogShouldNotContain(string token)
    {
        _server.Log.Lines.Should().Contain(line => line.Text.Contains("Request starting", StringComparison.Ordinal));
        _server.Log.Lines.Should().NotContain(line => line.Text.Contains(token.Substring(40, 40), StringComparison.Ordinal));
    }
}
