using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>Denials after the rejection of a token. Only the decision of the endpoint itself follows from the rejection.</summary>
public sealed class RejectedTokenDecisionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    public async Task Each_denied_call_of_a_hub_is_recorded(string? token)
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(), app => app.MapHub<OpenHub>("/hubs/chart"));
        await using var connection = await HubClient.ConnectAsync(server, token);

        for (var i = 0; i < 20; i++)
        {
            await ((Func<Task>)(() => connection.InvokeAsync<string>("Write", "7"))).Should().ThrowAsync<HubException>();
        }

        server.Events.Count(decision => decision.Type == AuditEventType.AccessDenied).Should().Be(20);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    public async Task Each_denial_by_hand_in_an_open_endpoint_is_recorded(string? token)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/open", async (HttpContext http, IAuthorizationService service) =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await service.AuthorizeAsync(http.User, http, PermissionPolicy.NameOf("chart:read"));
                    await service.AuthorizeAsync(http.User, null, PermissionPolicy.NameOf("chart:read"));
                }
            }));

        await server.GetAsync("/open", token);

        server.Events.Count(decision => decision.Type == AuditEventType.AccessDenied).Should().Be(10);
    }

    [Fact]
    public async Task Each_denial_by_hand_after_an_endpoint_that_admits_everyone_is_recorded()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/open", async (HttpContext http, IAuthorizationService service) =>
                (await service.AuthorizeAsync(http.User, http, PermissionPolicy.NameOf("chart:read"))).Succeeded)
                .RequireAuthorization(policy => policy.RequireAssertion(_ => true)));

        await server.GetAsync("/open", "garbage");

        server.Events.Count(decision => decision.Type == AuditEventType.AccessDenied).Should().Be(1);
    }

    [Fact]
    public async Task The_denial_of_the_endpoint_itself_is_not_recorded_again()
    {
        await using var server = await ClinicServer.StartAsync();

        await server.GetChartAsync("garbage");

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.TokenRejected);
    }

    [Fact]
    public async Task The_decision_of_a_second_endpoint_is_recorded()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
        {
            app.UseStatusCodePagesWithReExecute("/denied");
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/denied", () => "denied").RequirePermission("chart:write");
        });

        await server.GetChartAsync("garbage");

        server.Events.Select(decision => decision.Type).Should().Equal(AuditEventType.TokenRejected, AuditEventType.AccessDenied);
    }

    /// <summary>A hub that everyone may connect to.</summary>
    private sealed class OpenHub : Hub
    {
        [RequirePermission("chart:write")]
        public string Write(string id) => "wrote " + id;
    }
}
