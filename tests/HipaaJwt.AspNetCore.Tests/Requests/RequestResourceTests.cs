using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Tests.Requests;

/// <summary>The recorded resource is the one of the endpoint that a decision concerns.</summary>
public sealed class RequestResourceTests
{
    [Fact]
    public async Task The_resource_of_a_decision_is_its_route_although_authentication_runs_before_routing()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseAuthentication();
            app.UseRouting();
            app.UseAuthorization();
        });

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetChartAsync("x")).Status.Should().Be(401);

        server.Events.Select(recorded => (recorded.Type, recorded.Resource)).Should().Equal(
            (AuditEventType.AccessGranted, "GET /patients/{id}/chart"),
            (AuditEventType.TokenRejected, "GET (no route)"));
    }

    [Fact]
    public async Task The_resource_of_a_patient_access_is_its_route_although_authentication_runs_before_routing()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseAuthentication();
            app.UseRouting();
            app.UseAuthorization();
            app.MapGet("/search", (HttpContext http) => http.AuditPatientAsync("p-7")).RequirePermission("chart:read");
        });

        (await server.GetAsync("/search", server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Should().HaveCount(2).And.OnlyContain(recorded => recorded.Resource == "GET /search");
    }

    [Theory]
    [InlineData("/denied")]
    [InlineData("/fails")]
    public async Task After_a_re_execution_the_resource_is_the_route_of_the_error_page(string path)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseExceptionHandler("/error");
            app.UseStatusCodePagesWithReExecute("/error");
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/denied", () => Results.Conflict()).RequirePermission("chart:read");
            app.MapGet("/fails", string () => throw new InvalidOperationException("failed")).RequirePermission("chart:read");
            app.MapGet("/error", (HttpContext http) => http.Features.Get<IExceptionHandlerFeature>() is null ? "status" : "exception")
                .RequirePermission("chart:read");
        });

        await server.GetAsync(path, server.Issuer.Token());

        server.Events.Select(recorded => recorded.Resource).Should().Equal("GET " + path, "GET /error");
    }
}
