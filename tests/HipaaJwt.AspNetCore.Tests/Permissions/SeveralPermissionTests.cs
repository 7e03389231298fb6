using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

/// <summary>Endpoints that require several permissions, or any of several.</summary>
public sealed class SeveralPermissionTests
{
    private static readonly Permission Read = "chart:read";
    private static readonly Permission Write = "chart:write";

    [Theory]
    [InlineData("/all", "physician", 200)]
    [InlineData("/all", "nurse", 403)]
    [InlineData("/any", "nurse", 200)]
    [InlineData("/any", "clerk", 403)]
    [InlineData("/all-typed", "nurse", 403)]
    [InlineData("/any-typed", "nurse", 200)]
    [InlineData("/all-attribute", "physician", 200)]
    [InlineData("/all-attribute", "nurse", 403)]
    [InlineData("/any-attribute", "nurse", 200)]
    [InlineData("/any-attribute", "clerk", 403)]
    [InlineData("/one-of-each", "nurse", 403)]
    [InlineData("/one-of-each", "physician", 200)]
    public async Task The_token_decides(string path, string role, int status)
    {
        await using var server = await StartAsync();

        (await server.GetAsync(path, server.Issuer.Token(claims: claims => claims["roles"] = role))).Status.Should().Be(status);

        var decision = server.Events.Should().ContainSingle().Subject;
        decision.ReasonCode.Should().Be(status == 200 ? JwtErrorCode.None : JwtErrorCode.PermissionMissing);
        decision.Permissions.Distinct().Should().BeEquivalentTo(path == "/one-of-each"
            ? ["chart:read", "chart:delete", "chart:write"]
            : ["chart:read", "chart:write"]);
    }

    [Fact]
    public async Task Code_can_ask_by_policy_name()
    {
        await using var server = await StartAsync();
        var nurse = server.Issuer.Token(claims: claims => claims["roles"] = "nurse");

        (await server.GetAsync("/by-name", nurse)).Body.Should().Contain("False True");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_permission_among_several_stops_the_start(bool any)
    {
        await using var server = ClinicServer.Build(map: app => _ = any
            ? app.MapGet("/", () => "ok").RequireAnyPermission("chart:read", "chart:raed")
            : app.MapGet("/", () => "ok").RequirePermission("chart:read", "chart:raed"));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*\"chart:raed\"*");
    }

    [Fact]
    public void No_permission_is_a_mistake()
    {
        FluentActions.Invoking(() => PermissionPolicy.NameOfAll()).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PermissionPolicy.NameOfAny()).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PermissionPolicy.NameOfAll("chart:read", default)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => PermissionPolicy.NameOfAny(default, "chart:read")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new RequireAnyPermissionAttribute("chart:read", "a b")).Should().Throw<ArgumentException>();
    }

    private static Task<ClinicServer> StartAsync() => ClinicServer.StartAsync(map: app =>
    {
        app.MapGet("/all", () => "ok").RequirePermission("chart:read", "chart:write");
        app.MapGet("/any", () => "ok").RequireAnyPermission("chart:read", "chart:write");
        app.MapGet("/all-typed", () => "ok").RequirePermission(Read, Write);
        app.MapGet("/any-typed", () => "ok").RequireAnyPermission(Read, Write);
        app.MapGet("/all-attribute", [RequirePermission("chart:read", "chart:write")] () => "ok");
        app.MapGet("/any-attribute", [RequireAnyPermission("chart:read", "chart:write")] () => "ok");
        app.MapGet("/one-of-each", () => "ok")
            .RequireAnyPermission("chart:read", "chart:delete").RequireAnyPermission("chart:write", "chart:delete");
        app.MapGet("/by-name", async (HttpContext http, IAuthorizationService service) =>
        {
            var all = await service.AuthorizeAsync(http.User, null, PermissionPolicy.NameOfAll(Read, Write));
            var any = await service.AuthorizeAsync(http.User, null, PermissionPolicy.NameOfAny(Read, Write));
            return $"{all.Succeeded} {any.Succeeded}";
        });
    });
}
