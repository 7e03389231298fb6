using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

public sealed class UnknownPermissionTests
{
    [Fact]
    public Task An_unknown_permission_on_a_minimal_API_stops_the_start() =>
        AssertStopsTheStartAsync("HTTP: GET /typo", map: app => app.MapGet("/typo", () => "never").RequirePermission("chart:raed"));

    [Fact]
    public Task An_unknown_permission_in_a_policy_name_stops_the_start() =>
        AssertStopsTheStartAsync(
            "HTTP: GET /typo",
            map: app => app.MapGet("/typo", () => "never").RequireAuthorization(PermissionPolicy.NameOf("chart:raed")));

    [Fact]
    public Task An_unknown_permission_on_a_group_stops_the_start() =>
        AssertStopsTheStartAsync(
            "HTTP: GET /group/typo",
            map: app => app.MapGroup("/group").RequirePermission("chart:raed").MapGet("/typo", () => "never"));

    [Fact]
    public Task An_unknown_permission_on_a_controller_stops_the_start() => AssertStopsTheStartAsync(
        "TypoController.Read",
        builder => builder.Services.AddController<TypoController>(),
        app => app.MapControllers());

    [Fact]
    public Task An_unknown_permission_on_a_hub_stops_the_start() =>
        AssertStopsTheStartAsync("/hubs/typo", builder => builder.Services.AddSignalR(), app => app.MapHub<TypoHub>("/hubs/typo"));

    [Fact]
    public Task Permission_names_are_case_sensitive() =>
        AssertStopsTheStartAsync(
            "HTTP: GET /typo",
            map: app => app.MapGet("/typo", () => "never").RequirePermission("Chart:read"),
            permission: "Chart:read");

    [Fact]
    public async Task The_message_names_all_unknown_permissions()
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
    public async Task A_permission_that_is_known_but_not_granted_denies_access()
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapGet("/delete", () => "never").RequirePermission("chart:delete"));

        (await server.GetAsync("/delete", server.Issuer.Token())).Status.Should().Be(403);
    }

    private static async Task AssertStopsTheStartAsync(
        string endpoint,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        string permission = "chart:raed")
    {
        await using var server = ClinicServer.Build(configure, map);

        var start = await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>();

        start.Which.Message.Should().Contain(endpoint)
            .And.Contain($"\"{permission}\"")
            .And.Contain("Know(")
            .And.Contain("chart:read, chart:write, chart:delete");
        server.Log.Lines.Should().NotContain(line => line.Text.Contains("Now listening", StringComparison.Ordinal));
    }
}
