using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

public sealed class UnknownPermissionTests
{
    [Fact]
    public Task A_minimal_api_that_asks_for_one_stops_the_start() =>
        StopsTheStart("HTTP: GET /typo", map: app => app.MapGet("/typo", () => "never").RequirePermission("chart:raed"));

    [Fact]
    public Task A_policy_by_name_that_asks_for_one_stops_the_start() =>
        StopsTheStart("HTTP: GET /typo", map: app => app.MapGet("/typo", () => "never").RequireAuthorization(PermissionPolicy.NameOf("chart:raed")));

    [Fact]
    public Task A_group_that_asks_for_one_stops_the_start() =>
        StopsTheStart("HTTP: GET /group/typo", map: app => app.MapGroup("/group").RequirePermission("chart:raed").MapGet("/typo", () => "never"));

    [Fact]
    public Task A_controller_that_asks_for_one_stops_the_start() => StopsTheStart(
        "TypoController.Read",
        builder => builder.Services.AddController<TypoController>(),
        app => app.MapControllers());

    [Fact]
    public Task A_hub_that_asks_for_one_stops_the_start() =>
        StopsTheStart("/hubs/typo", builder => builder.Services.AddSignalR(), app => app.MapHub<TypoHub>("/hubs/typo"));

    [Fact]
    public Task Letters_of_another_case_are_another_permission() =>
        StopsTheStart("HTTP: GET /typo", map: app => app.MapGet("/typo", () => "never").RequirePermission("Chart:read"), permission: "Chart:read");

    [Fact]
    public async Task All_of_them_are_named_at_once()
    {
        await using var server = ClinicServer.Build(map: app =>
        {
            app.MapGet("/one", () => "never").RequirePermission("chart:raed").RequirePermission("chart:read");
            app.MapGet("/two", () => "never").RequirePermission("chart:wirte");
        });

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*/one*chart:raed*/two*chart:wirte*");
    }

    [Fact]
    public async Task One_that_is_known_without_being_granted_starts()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/delete", () => "never").RequirePermission("chart:delete"));

        (await server.GetAsync("/delete", server.Issuer.Token())).Status.Should().Be(403);
    }

    private static async Task StopsTheStart(
        string endpoint,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        string permission = "chart:raed")
    {
        await using var server = ClinicServer.Build(configure, map);

        var start = await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>();

        start.Which.Message.Should().Contain(endpoint).And.Contain($"\"{permission}\"").And.Contain("Know(").And.Contain("chart:read, chart:write, chart:delete");
        server.Log.Lines.Should().NotContain(line => line.Text.Contains("Now listening", StringComparison.Ordinal));
    }
}
