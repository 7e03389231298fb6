using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Nodes = System.Text.Json.Nodes;

namespace HipaaJwt.AspNetCore.Tests.JwtBearer;

/// <summary>The claims from which JwtBearer reads the name and the roles of the user.</summary>
public sealed class IdentityClaimTypesTests
{
    [Theory]
    [InlineData("preferred_username", "dr.no")]
    [InlineData("email", "no@hospital.example")]
    [InlineData(ClaimTypes.Email, "no@hospital.example")]
    [InlineData(ClaimTypes.NameIdentifier, "user-42")]
    [InlineData("sub", "user-42")]
    [InlineData("nickname", "")]
    [InlineData(null, "user-42")]
    public async Task The_name_comes_from_the_NameClaimType_of_the_scheme(string? type, string name)
    {
        await using var server = await StartAsync(parameters => parameters.NameClaimType = type ?? parameters.NameClaimType);

        (await server.GetAsync("/me", Token(server))).Body.Should().Contain($"[{name}]");
    }

    [Theory]
    [InlineData("groups", true, false)]
    [InlineData("roles", false, true)]
    [InlineData(null, false, true)]
    public async Task Roles_come_from_the_RoleClaimType_of_the_scheme(string? type, bool isSurgeon, bool isPhysician)
    {
        await using var server = await StartAsync(parameters => parameters.RoleClaimType = type ?? parameters.RoleClaimType);

        (await server.GetAsync("/me", Token(server))).Body.Should().Contain($"{isSurgeon} {isPhysician}");
        (await server.GetAsync("/theatre", Token(server))).Status.Should().Be(isSurgeon ? 200 : 403);
    }

    [Fact]
    public async Task The_claim_types_can_depend_on_the_token()
    {
        await using var server = await StartAsync(parameters =>
        {
            parameters.NameClaimTypeRetriever = (token, issuer) => token.Issuer == issuer ? "preferred_username" : "sub";
            parameters.RoleClaimTypeRetriever = (token, issuer) => token.Issuer == issuer ? "groups" : "roles";
        });

        (await server.GetAsync("/me", Token(server))).Body.Should().Contain("[dr.no] True False");
    }

    [Fact]
    public async Task Permissions_and_audit_events_do_not_depend_on_the_claim_types()
    {
        await using var server = await StartAsync(parameters =>
        {
            parameters.NameClaimType = "preferred_username";
            parameters.RoleClaimType = "groups";
        });

        (await server.GetChartAsync(Token(server))).Status.Should().Be(200);
        server.Events.Should().ContainSingle().Which.Subject.Should().Be("user-42");
    }

    private static Task<ClinicServer> StartAsync(Action<TokenValidationParameters> configure) => ClinicServer.StartAsync(
        map: app =>
        {
            app.MapGet("/me", (ClaimsPrincipal user) => $"[{user.Identity!.Name}] {user.IsInRole("surgeon")} {user.IsInRole("physician")}")
                .RequireAuthorization();
            app.MapGet("/theatre", [Authorize(Roles = "surgeon")] () => "open");
        },
        authenticate: builder => builder
            .AddJwtBearer(options => configure(options.TokenValidationParameters)).UseHipaaJwtTokenHandler());

    private static string Token(ClinicServer server) => server.Issuer.Token(claims: claims =>
    {
        claims["preferred_username"] = "dr.no";
        claims["email"] = "no@hospital.example";
        claims["groups"] = new Nodes.JsonArray("surgeon");
    });
}
