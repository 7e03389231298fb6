using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/resource-authorization.md.</summary>
public sealed class ResourceAuthorizationTests
{
    private const string Endpoint = "GET /charts/{id}";

    [Fact]
    public async Task A_member_of_the_care_team_reads_the_chart()
    {
        await using var host = await RecipeHost.StartAsync(ResourceAuthorization.Run, "resource-authorization");
        using var client = host.Connect().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync("/charts/c-1")).Should().Be("stable");

        var audit = host.GetAuditRecorder();
        audit.Events.Should().HaveCount(3).And.OnlyContain(recorded => recorded.Type == AuditEventType.AccessGranted);
        audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").For(Endpoint).Requiring("chart:read");
        audit.Events[1].Policy.Should().Be("care-team");
        audit.ShouldHave(AuditEventType.AccessGranted).AboutPatient("p-7").Once().ResourceId.Should().Be("c-1");
        audit.Events.Select(recorded => recorded.RequestId).Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData("/charts/c-1")]
    [InlineData("/charts/unknown")]
    public async Task Another_physician_cannot_tell_whether_the_chart_exists(string path)
    {
        await using var host = await RecipeHost.StartAsync(ResourceAuthorization.Run, "resource-authorization");
        using var client = host.Connect().As("dr.chen", roles: ["physician"]);

        using var response = await client.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        host.GetAuditRecorder().Events.Any(recorded => recorded is
        {
            Type: AuditEventType.AccessDenied,
            Policy: "care-team",
            ReasonCode: JwtErrorCode.RequirementNotMet,
        }).Should().Be(path == "/charts/c-1");
    }

    [Fact]
    public async Task A_user_without_the_permission_reaches_no_chart()
    {
        await using var host = await RecipeHost.StartAsync(ResourceAuthorization.Run, "resource-authorization");
        using var client = host.Connect().As("clerk");

        using var response = await client.GetAsync("/charts/c-1");

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).By("clerk").Because(JwtErrorCode.PermissionMissing).Once();
    }
}
