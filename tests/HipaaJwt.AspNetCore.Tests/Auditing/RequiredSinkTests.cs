using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

public sealed class RequiredSinkTests
{
    [Theory]
    [InlineData("valid")]
    [InlineData("no permission")]
    [InlineData("expired")]
    [InlineData("malformed")]
    [InlineData("none")]
    public async Task A_decision_that_cannot_be_recorded_responds_503(string kind)
    {
        await using var server = await ClinicServer.StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.SendAsync("GET /patients/7/chart", HeadersOf(server, kind));

        response.Status.Should().Be(503);
        response.Challenge.Should().BeNull();
        response.Body.Should().BeEmpty();
        response.Headers.Should().Contain("Retry-After: 10");
    }

    [Fact]
    public async Task An_imperative_decision_that_cannot_be_recorded_responds_503()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/notes", async (HttpContext context, IAuthorizationService authorization) =>
            {
                var decision = await authorization.AuthorizeAsync(context.User, "notes", PermissionPolicy.NameOf("chart:write"));
                return decision.Succeeded ? Results.Ok() : Results.Forbid();
            }).RequirePermission("chart:read"));
        server.Sink.FailsFor = decision => decision.Permissions.Contains("chart:write");

        var response = await server.GetAsync("/notes", server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Headers.Should().Contain("Retry-After: 10");
        server.Events.Should().ContainSingle().Which.Permissions.Should().Equal("chart:read");
    }

    [Fact]
    public async Task An_imperative_challenge_after_a_rejection_that_cannot_be_recorded_responds_503()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/challenge", () => Results.Challenge()));
        server.Sink.FailsFor = _ => true;

        var unavailable = await server.GetAsync("/challenge", "x");
        var unauthorized = await server.GetAsync("/challenge");

        unavailable.Status.Should().Be(503);
        unavailable.Headers.Should().Contain("Retry-After: 10");
        unauthorized.Status.Should().Be(401);
        unauthorized.Headers.Should().NotContain(header => header.StartsWith("Retry-After", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_failed_best_effort_sink_does_not_change_the_response()
    {
        await using var server = await ClinicServer.StartAsync(delivery: AuditDelivery.BestEffort);
        server.Sink.FailsFor = _ => true;

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetChartAsync()).Status.Should().Be(401);
    }

    [Fact]
    public async Task Decisions_do_not_depend_on_a_sink()
    {
        await using var server = ClinicServer.Build(delivery: null, map: app =>
            app.MapGet("/notes", async (HttpContext context, IAuthorizationService authorization) =>
                (await authorization.AuthorizeAsync(context.User, "notes", PermissionPolicy.NameOf("chart:write"))).Succeeded));
        await server.StartAsync();

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")))).Status.Should().Be(403);
        (await server.GetChartAsync("x")).Status.Should().Be(401);
        (await server.GetChartAsync("x y")).Status.Should().Be(400);
        (await server.GetChartAsync()).Status.Should().Be(401);
        (await server.GetAsync("/notes", server.Issuer.Token())).Body.Should().Contain("true");
        (await server.GetAsync("/notes")).Body.Should().Contain("false");
    }

    private static string[] HeadersOf(ClinicServer server, string kind) => kind switch
    {
        "valid" => ["Authorization: Bearer " + server.Issuer.Token()],
        "no permission" => ["Authorization: Bearer " + server.Issuer.Token(claims: claims => claims.Remove("roles"))],
        "expired" => ["Authorization: Bearer " + server.Issuer.Token(claims: claims => claims["exp"] = 1)],
        "malformed" => ["Authorization: Bearer"],
        _ => [],
    };
}
