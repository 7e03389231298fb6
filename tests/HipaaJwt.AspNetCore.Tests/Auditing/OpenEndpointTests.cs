using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>Endpoints that demand no authorization, and whose code may decide by the token.</summary>
public sealed class OpenEndpointTests
{
    [Theory]
    [InlineData("/open")]
    [InlineData("/anonymous")]
    [InlineData("/middleware")]
    [InlineData("/unknown")]
    public async Task An_accepted_token_is_recorded_before_the_code_runs(string path)
    {
        await using var server = await StartAsync();

        await server.GetAsync(path, server.Issuer.Token());

        var accepted = server.Events.Should().ContainSingle().Subject;
        (accepted.Type, accepted.Subject).Should().Be((AuditEventType.TokenAccepted, "user-42"));
    }

    [Theory]
    [InlineData("/open")]
    [InlineData("/anonymous")]
    public async Task The_code_does_not_run_if_a_required_sink_fails(string path)
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.GetAsync(path, server.Issuer.Token());

        response.Status.Should().Be(503);
        response.Body.Should().BeEmpty();
        (await server.GetAsync(path)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Middleware_without_an_endpoint_sends_no_response_if_a_required_sink_fails()
    {
        await using var server = await StartAsync();
        server.Sink.FailsFor = _ => true;

        var response = await server.GetAsync("/middleware", server.Issuer.Token());

        response.Status.Should().Be(500, "the response is replaced when it starts");
        response.Body.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/open", AuditEventType.TokenAccepted)]
    [InlineData("/patients/7/chart", AuditEventType.AccessGranted)]
    [InlineData("/unknown", AuditEventType.TokenAccepted)]
    public async Task One_event_is_written_if_authentication_runs_before_routing(string path, AuditEventType type)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseAuthentication();
            app.UseRouting();
            app.UseAuthorization();
            app.MapGet("/open", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token");
        });

        await server.GetAsync(path, server.Issuer.Token());
        server.Events.Should().ContainSingle().Which.Type.Should().Be(type);

        server.Sink.FailsFor = _ => true;
        (await server.GetAsync(path, server.Issuer.Token())).Status.Should().Be(path == "/unknown" ? 500 : 503);
    }

    [Fact]
    public async Task A_later_decision_adds_its_own_event()
    {
        await using var server = await StartAsync();

        await server.GetAsync("/decides", server.Issuer.Token());

        server.Events.Select(decision => decision.Type).Should().Equal(AuditEventType.TokenAccepted, AuditEventType.AccessGranted);
    }

    [Fact]
    public async Task Two_requests_with_one_token_write_two_events()
    {
        await using var server = await StartAsync();
        var token = server.Issuer.Token();

        await server.GetAsync("/open", token);
        await server.GetAsync("/open", token);

        server.Events.Should().HaveCount(2).And.OnlyContain(accepted => accepted.Type == AuditEventType.TokenAccepted);
    }

    [Theory]
    [InlineData("/patients/7/chart")]
    [InlineData("/role")]
    [InlineData("/requirement")]
    public async Task An_endpoint_that_demands_authorization_writes_its_decision_alone(string path)
    {
        await using var server = await StartAsync();

        await server.GetAsync(path, server.Issuer.Token());

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    [Fact]
    public async Task An_endpoint_under_the_fallback_policy_writes_its_decision_alone()
    {
        await using var server = await StartAsync(builder => builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));

        await server.GetAsync("/open", server.Issuer.Token());

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    private static Task<ClinicServer> StartAsync(Action<WebApplicationBuilder>? configure = null) =>
        ClinicServer.StartAsync(configure, Map);

    private static void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Map("/middleware", branch => branch.Run(http => http.Response.WriteAsync(http.GetValidatedJwt()?.Id ?? "no token")));
        app.MapGet("/open", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token");
        app.MapGet("/anonymous", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token")
            .RequirePermission("chart:read").AllowAnonymous();
        app.MapGet("/role", () => "ok").RequireAuthorization(policy => policy.RequireAuthenticatedUser());
        app.MapGet("/requirement", () => "ok").WithMetadata(new AuthenticatedAttribute());
        app.MapGet("/decides", async (HttpContext http, IAuthorizationService service) =>
            (await service.AuthorizeAsync(http.User, null, PermissionPolicy.NameOf("chart:read"))).Succeeded);
    }

    /// <summary>Demands authorization by requirements instead of the name of a policy.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class AuthenticatedAttribute : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build().Requirements;
    }
}
