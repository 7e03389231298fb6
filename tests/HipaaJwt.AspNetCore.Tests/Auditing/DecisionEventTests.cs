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
    public async Task Granted_access_writes_a_complete_event()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.SendAsync(
            "GET /patients/7/chart?view=full",
            "Authorization: Bearer " + server.Issuer.Token(),
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var granted = server.Events.Should().ContainSingle().Subject;
        granted.Should().BeEquivalentTo(
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
        granted.RemoteAddress.Should().Be(IPAddress.Loopback);
        granted.Id.Version.Should().Be(7);
        granted.RequestId.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Event_ids_are_unique_and_sort_by_time_and_order()
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
    public async Task The_event_of_denied_access_contains_every_required_permission()
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
    public async Task Another_failed_requirement_has_its_own_reason_code()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.MapGet("/shift", () => "ok")
                .RequirePermission("chart:read")
                .RequireAuthorization(policy => policy.RequireAssertion(_ => false));
            app.MapGet("/signed-in", () => "ok").RequireAuthorization();
        });

        (await server.GetAsync("/shift", server.Issuer.Token())).Status.Should().Be(403);
        (await server.GetAsync("/signed-in", server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Select(decision => (decision.Type, decision.ReasonCode, string.Join(" ", decision.Permissions))).Should().Equal(
            (AuditEventType.AccessDenied, JwtErrorCode.RequirementNotMet, "chart:read"),
            (AuditEventType.AccessGranted, JwtErrorCode.None, ""));
    }

    [Fact]
    public async Task A_rejected_token_writes_one_event_and_the_denial_that_follows_writes_none()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.GetChartAsync(server.Issuer.Token(claims: claims =>
            claims["exp"] = TestIssuer.Now.AddMinutes(-1).ToUnixTimeSeconds()));

        var rejected = server.Events.Should().ContainSingle().Subject;
        rejected.Type.Should().Be(AuditEventType.TokenRejected);
        rejected.ReasonCode.Should().Be(JwtErrorCode.TokenExpired);
        rejected.Subject.Should().Be("user-42");
        rejected.Resource.Should().Be("GET /patients/{id}/chart");
        rejected.RemoteAddress.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task An_endpoint_without_requirements_writes_the_event_of_the_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/open", () => "ok"));

        await server.GetAsync("/open");
        server.Events.Should().BeEmpty();
        await server.GetAsync("/open", server.Issuer.Token());
        (await server.GetAsync("/open", "x")).Status.Should().Be(200);

        server.Events.Select(decision => decision.Type).Should().Equal(AuditEventType.TokenAccepted, AuditEventType.TokenRejected);
    }

    [Fact]
    public async Task Access_that_a_policy_grants_to_anonymous_callers_is_recorded_even_after_a_rejected_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/anonymous", () => "ok").RequireAuthorization(policy => policy.RequireAssertion(_ => true)));

        (await server.GetAsync("/anonymous")).Status.Should().Be(200);
        (await server.GetAsync("/anonymous", "x")).Status.Should().Be(200);

        server.Events.Select(decision => decision.Type)
            .Should().Equal(AuditEventType.AccessGranted, AuditEventType.TokenRejected, AuditEventType.AccessGranted);
    }

    [Fact]
    public async Task An_imperative_decision_writes_its_own_event()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/patients/{id}/notes", async (HttpContext context, IAuthorizationService authorization, string id) =>
            {
                var decision = await authorization.AuthorizeAsync(context.User, id, PermissionPolicy.NameOf("chart:delete"));
                return decision.Succeeded ? Results.Ok() : Results.Forbid();
            }).RequirePermission("chart:read"));

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
    public async Task The_resource_contains_no_text_of_the_client(string request, string resource)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.Map("/any/{**rest}", () => "ok").RequirePermission("chart:read"));

        await server.SendAsync(request, "Authorization: Bearer canary");

        server.Events.Should().ContainSingle().Which.Resource.Should().Be(resource);
    }

    [Fact]
    public async Task An_application_can_name_the_resource()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.AuditResource = context => "Patient/" + context.Request.RouteValues["id"]));

        await server.GetChartAsync(server.Issuer.Token());
        await server.GetChartAsync();
        await server.GetChartAsync("x");

        server.Events.Should().HaveCount(3).And.OnlyContain(decision => decision.Resource == "Patient/7");
    }

    [Fact]
    public async Task Two_schemes_on_one_endpoint_write_one_event()
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/two", () => "ok")
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes("One", "Two").RequireAuthenticatedUser()),
            authenticate: builder => builder.AddHipaaJwtBearer("One", null).AddHipaaJwtBearer("Two", null));

        (await server.GetAsync("/two", server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetAsync("/two", "x")).Status.Should().Be(401);
        (await server.GetAsync("/two?access_token=x")).Status.Should().Be(400);

        server.Events.Select(decision => decision.Type)
            .Should().Equal(AuditEventType.AccessGranted, AuditEventType.TokenRejected, AuditEventType.TokenRejected);
    }
}
