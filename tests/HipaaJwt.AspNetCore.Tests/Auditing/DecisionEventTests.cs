using System.Globalization;
using System.Net;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

public sealed class DecisionEventTests
{
    [Fact]
    public async Task A_permitted_access_is_told_in_full()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.SendAsync(
            "GET /patients/7/chart?view=full",
            "Authorization: Bearer " + server.Issuer.Token(),
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var permitted = server.Events.Should().ContainSingle().Subject;
        permitted.Should().BeEquivalentTo(
            new
            {
                Type = AuditEventType.AccessGranted,
                Outcome = AuditOutcome.Success,
                ReasonCode = JwtErrorCode.None,
                Issuer = TestIssuer.Name,
                Subject = "user-42",
                ClientId = "clinic-app",
                TokenId = "token-1",
                Permissions = new[] { "chart:read" },
                Policy = (string?)null,
                Roles = new[] { "physician" },
                Action = AuditAction.Read,
                ServerHost = Environment.MachineName,
                SchemaVersion = AuditEvent.CurrentSchemaVersion,
                Resource = "GET /patients/{id}/chart",
                TraceId = "0af7651916cd43dd8448eb211c80319c",
                Time = TestIssuer.Now,
            });
        permitted.RemoteAddress.Should().Be(IPAddress.Loopback);
        permitted.Id.Version.Should().Be(7);
        permitted.RequestId.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Events_have_ids_of_their_own_that_sort_by_time_and_order()
    {
        await using var server = await ClinicServer.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            server.Issuer.Time.Advance(TimeSpan.FromMilliseconds(i % 2));
            await server.GetChartAsync();
        }

        var ids = server.Events.Select(decision => decision.Id).ToArray();
        ids.Select(id => id.ToString()).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        ids.Should().OnlyContain(id => id.Version == 7 && id.Variant >= 8 && id.Variant <= 11);
        server.Events.Should().OnlyContain(decision => decision.Id.ToString().Replace("-", "", StringComparison.Ordinal)
            .StartsWith(decision.Time.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denied_access_tells_every_permission_that_was_asked_for()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/both", () => "ok").RequirePermission("chart:read").RequirePermission("chart:write"));

        await server.GetAsync("/both", server.Issuer.Token(claims: claims => claims["roles"] = "nurse"));

        var denied = server.Events.Should().ContainSingle().Subject;
        denied.Type.Should().Be(AuditEventType.AccessDenied);
        denied.ReasonCode.Should().Be(JwtErrorCode.PermissionMissing);
        denied.Subject.Should().Be("user-42");
        denied.Permissions.Should().BeEquivalentTo("chart:read", "chart:write");
    }

    [Fact]
    public async Task Another_requirement_that_is_not_met_has_a_reason_of_its_own()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.MapGet("/shift", () => "ok").RequirePermission("chart:read").RequireAuthorization(policy => policy.RequireAssertion(_ => false));
            app.MapGet("/signed-in", () => "ok").RequireAuthorization();
        });

        (await server.GetAsync("/shift", server.Issuer.Token())).Status.Should().Be(403);
        (await server.GetAsync("/signed-in", server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Select(decision => (decision.Type, decision.ReasonCode, string.Join(" ", decision.Permissions))).Should().Equal(
            (AuditEventType.AccessDenied, JwtErrorCode.RequirementNotMet, "chart:read"),
            (AuditEventType.AccessGranted, JwtErrorCode.None, ""));
    }

    [Fact]
    public async Task A_refused_token_leaves_one_event_and_the_denial_that_follows_none()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.GetChartAsync(server.Issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.AddMinutes(-1).ToUnixTimeSeconds()));

        var refused = server.Events.Should().ContainSingle().Subject;
        refused.Type.Should().Be(AuditEventType.TokenRejected);
        refused.ReasonCode.Should().Be(JwtErrorCode.TokenExpired);
        refused.Subject.Should().Be("user-42");
        refused.Resource.Should().Be("GET /patients/{id}/chart");
        refused.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_nothing_leaves_no_event_unless_a_token_is_refused()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/open", () => "ok"));

        await server.GetAsync("/open");
        await server.GetAsync("/open", server.Issuer.Token());
        server.Events.Should().BeEmpty();
        (await server.GetAsync("/open", "x")).Status.Should().Be(200);

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.TokenRejected);
    }

    [Fact]
    public async Task Access_that_a_policy_permits_to_anybody_is_recorded_even_after_a_refused_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/anybody", () => "ok").RequireAuthorization(policy => policy.RequireAssertion(_ => true)));

        (await server.GetAsync("/anybody")).Status.Should().Be(200);
        (await server.GetAsync("/anybody", "x")).Status.Should().Be(200);

        server.Events.Select(decision => decision.Type)
            .Should().Equal(AuditEventType.AccessGranted, AuditEventType.TokenRejected, AuditEventType.AccessGranted);
    }

    [Fact]
    public async Task A_decision_by_hand_leaves_an_event_of_its_own()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/patients/{id}/notes", async (HttpContext context, IAuthorizationService authorization, string id) =>
                (await authorization.AuthorizeAsync(context.User, id, PermissionPolicy.NameOf("chart:delete"))).Succeeded ? Results.Ok() : Results.Forbid())
                .RequirePermission("chart:read"));

        (await server.GetAsync("/patients/7/notes", server.Issuer.Token())).Status.Should().Be(403);

        server.Events.Select(decision => (decision.Type, string.Join(" ", decision.Permissions), decision.Resource)).Should().Equal(
            (AuditEventType.AccessGranted, "chart:read", "GET /patients/{id}/notes"),
            (AuditEventType.AccessDenied, "chart:delete", "GET /patients/{id}/notes"));
        server.Events.Should().OnlyContain(decision => decision.Subject == "user-42" && decision.RemoteAddress!.Equals(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("GET /no/such/canary-path", "GET (no route)")]
    [InlineData("CANARY /any/canary-path", "(other) /any/{**rest}")]
    [InlineData("DELETE /any/canary-path", "DELETE /any/{**rest}")]
    public async Task The_resource_is_never_the_callers_own_text(string request, string resource)
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.Map("/any/{**rest}", () => "ok").RequirePermission("chart:read"));

        await server.SendAsync(request, "Authorization: Bearer canary");

        server.Events.Should().ContainSingle().Which.Resource.Should().Be(resource);
    }

    [Fact]
    public async Task An_application_may_name_resources_itself()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.AuditResource = context => "Patient/" + context.Request.RouteValues["id"]));

        await server.GetChartAsync(server.Issuer.Token());
        await server.GetChartAsync();
        await server.GetChartAsync("x");

        server.Events.Should().HaveCount(3).And.OnlyContain(decision => decision.Resource == "Patient/7");
    }

    [Fact]
    public async Task Two_schemes_on_one_endpoint_leave_one_event()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/two", () => "ok").RequireAuthorization(policy => policy.AddAuthenticationSchemes("One", "Two").RequireAuthenticatedUser()),
            authenticate: builder => builder.AddHipaaJwtBearer("One", null).AddHipaaJwtBearer("Two", null));

        (await server.GetAsync("/two", server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetAsync("/two", "x")).Status.Should().Be(401);
        (await server.GetAsync("/two?access_token=x")).Status.Should().Be(400);

        server.Events.Select(decision => decision.Type)
            .Should().Equal(AuditEventType.AccessGranted, AuditEventType.TokenRejected, AuditEventType.TokenRejected);
    }
}
