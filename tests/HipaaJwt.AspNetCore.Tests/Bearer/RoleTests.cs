using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Nodes = System.Text.Json.Nodes;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>Roles as ASP.NET Core reads them.</summary>
public sealed class RoleTests
{
    public static TheoryData<string> Schemes => ["scheme", "drop-in"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Authorize_with_roles_uses_the_roles_that_RolesFrom_reads(string scheme)
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddHipaaJwt(_ => { }).AddPermissions(map => map.RolesFrom("realm_access.roles")),
            app => app.MapGet("/theatre", [Authorize(Roles = "surgeon")] () => "open"),
            scheme == "scheme" ? null : Drop);

        (await server.GetAsync("/theatre", Token(server, "surgeon", "clerk"))).Status.Should().Be(200);
        (await server.GetAsync("/theatre", Token(server, "clerk", "surgeon"))).Status.Should().Be(403);
        (await server.GetAsync("/theatre")).Status.Should().Be(401);
        server.Events.Select(decision => decision.Type).Should().Equal(
            AuditEventType.AccessGranted, AuditEventType.AccessDenied, AuditEventType.AccessDenied);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Authorize_with_roles_uses_the_claim_roles_by_default(string scheme)
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/theatre", [Authorize(Roles = "surgeon,anaesthetist")] () => "open"),
            authenticate: scheme == "scheme" ? null : Drop);

        (await server.GetAsync("/theatre", Token(server, "clerk", "surgeon"))).Status.Should().Be(200);
        (await server.GetAsync("/theatre", Token(server, "surgeon", "clerk"))).Status.Should().Be(403);
    }

    private static void Drop(AuthenticationBuilder builder) => builder.AddJwtBearer().UseHipaaJwtTokenHandler();

    private static string Token(ClinicServer server, string realmRole, string role) => server.Issuer.Token(claims: claims =>
    {
        claims["realm_access"] = new Nodes.JsonObject { ["roles"] = new Nodes.JsonArray(realmRole) };
        claims["roles"] = new Nodes.JsonArray(role);
    });
}
