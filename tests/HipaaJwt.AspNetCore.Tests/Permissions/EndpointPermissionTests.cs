using System.Net.Http.Headers;
using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

public sealed class EndpointPermissionTests
{
    [Theory]
    [InlineData("nurse", "GET /both", 403)]
    [InlineData("physician", "GET /both", 200)]
    [InlineData("nurse", "GET /group/read", 200)]
    [InlineData("nurse", "GET /group/write", 403)]
    [InlineData("physician", "GET /group/write", 200)]
    [InlineData("clerk", "GET /group/read", 403)]
    [InlineData("nurse", "GET /mvc/7", 200)]
    [InlineData("nurse", "PUT /mvc/7", 403)]
    [InlineData("physician", "PUT /mvc/7", 200)]
    [InlineData("clerk", "GET /mvc/7", 403)]
    [InlineData("physician", "GET /attribute", 403)]
    public async Task Requires_every_permission_of_an_endpoint(string role, string request, int status)
    {
        await using var server = await StartAsync();

        var response = await server.SendAsync(request, "Authorization: Bearer " + TokenOf(server, role));

        response.Status.Should().Be(status);
        server.Events.Should().ContainSingle().Which.Type
            .Should().Be(status == 200 ? AuditEventType.AccessGranted : AuditEventType.AccessDenied);
    }

    [Theory]
    [InlineData("GET /both")]
    [InlineData("GET /group/read")]
    [InlineData("GET /mvc/7")]
    public async Task Responds_401_without_a_token(string request)
    {
        await using var server = await StartAsync();

        (await server.SendAsync(request)).Status.Should().Be(401);
    }

    [Fact]
    public async Task Claims_that_an_application_adds_grant_no_permission()
    {
        await using var server = await StartAsync(builder => builder.Services.AddSingleton<IClaimsTransformation, AddedClaims>());

        var response = await server.SendAsync("GET /group/write", "Authorization: Bearer " + TokenOf(server, "nurse"));

        response.Status.Should().Be(403);
    }

    [Fact]
    public async Task An_identity_with_copied_claims_is_decided_by_the_token()
    {
        await using var server = await StartAsync(builder => builder.Services.AddSingleton<IClaimsTransformation, CopiedIdentity>());

        (await server.GetChartAsync(TokenOf(server, "physician"))).Status.Should().Be(200);
        (await server.GetChartAsync(TokenOf(server, "clerk"))).Status.Should().Be(403);

        var denied = server.Events[1];
        (denied.ReasonCode, denied.Subject).Should().Be((JwtErrorCode.PermissionMissing, "user-42"));
        denied.Permissions.Should().Equal("chart:read");
    }

    [Fact]
    public async Task Requests_on_one_connection_are_decided_independently()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        List<int> statuses = [];

        foreach (var token in new[] { TokenOf(server, "nurse"), null, "x", TokenOf(server, "nurse"), TokenOf(server, "clerk"), "x" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/patients/7/chart");
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        statuses.Should().Equal(200, 401, 401, 200, 403, 401);
        server.Events.Select(decision => decision.ReasonCode).Should().Equal(
            JwtErrorCode.None,
            JwtErrorCode.TokenMissing,
            JwtErrorCode.TokenNotCompact,
            JwtErrorCode.None,
            JwtErrorCode.PermissionMissing,
            JwtErrorCode.TokenNotCompact);
    }

    [Fact]
    public async Task Each_request_has_its_own_principal()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/count", (ClaimsPrincipal user) =>
        {
            ((ClaimsIdentity)user.Identity!).AddClaim(new Claim("visited", "yes"));
            return user.FindAll("visited").Count().ToString(System.Globalization.CultureInfo.InvariantCulture) + " visits";
        }).RequirePermission("chart:read"));
        var token = server.Issuer.Token();

        (await server.GetAsync("/count", token)).Body.Should().Contain("1 visits");
        (await server.GetAsync("/count", token)).Body.Should().Contain("1 visits");
    }

    [Fact]
    public async Task The_request_provides_the_validated_token_and_the_validation_result()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet("/open", (HttpContext context) =>
            $"{context.GetValidatedJwt()?.Id ?? "no token"}, {context.Features.Get<IJwtValidationFeature>()!.Result.Error.Code}"));

        (await server.GetAsync("/open", server.Issuer.Token())).Body.Should().Contain("token-1, None");
        (await server.GetAsync("/open", "x.y.z")).Body.Should().Contain("no token, TokenEncodingInvalid");
        (await server.GetAsync("/open")).Body.Should().Contain("no token, TokenMissing");
    }

    [Fact]
    public void RequirePermission_does_not_allow_another_policy()
    {
        var attribute = new RequirePermissionAttribute("chart:read");

        attribute.Policy.Should().Be(PermissionPolicy.NameOf("chart:read"));
        typeof(RequirePermissionAttribute).GetProperty(nameof(attribute.Policy))!.CanWrite.Should().BeFalse();
        FluentActions.Invoking(() => new RequirePermissionAttribute("chart read")).Should().Throw<ArgumentException>();
    }

    private static Task<ClinicServer> StartAsync(Action<WebApplicationBuilder>? configure = null) => ClinicServer.StartAsync(
        builder =>
        {
            builder.Services.AddController<ChartController>();
            configure?.Invoke(builder);
        },
        app =>
        {
            app.MapControllers();
            app.MapGet("/both", () => "ok").RequirePermission("chart:read").RequirePermission("chart:write");
            app.MapGet("/attribute", [RequirePermission("chart:delete")] () => "ok");
            var group = app.MapGroup("/group").RequirePermission("chart:read");
            group.MapGet("/read", () => "ok");
            group.MapGet("/write", () => "ok").RequirePermission("chart:write");
        });

    private static string TokenOf(ClinicServer server, string role) => server.Issuer.Token(claims: claims => claims["roles"] = role);

    private sealed class AddedClaims : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            ((ClaimsIdentity)principal.Identity!).AddClaims([new Claim("roles", "physician"), new Claim("permission", "chart:write")]);
            return Task.FromResult(principal);
        }
    }

    private sealed class CopiedIdentity : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) =>
            Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(principal.Claims, "copy")));
    }
}
