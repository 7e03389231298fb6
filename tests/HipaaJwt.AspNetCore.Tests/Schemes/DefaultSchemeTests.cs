using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Schemes;

/// <summary>Permissions and step-up in applications whose default scheme is another one.</summary>
public sealed class DefaultSchemeTests
{
    public static TheoryData<string> Defaults => new("cookies", "cookies and drop-in", "policy scheme");

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_valid_token_is_accepted(string defaults)
    {
        await using var server = await StartAsync(defaults);

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Should().ContainSingle().Which.Subject.Should().Be("user-42");
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_request_without_a_token_gets_a_challenge_and_no_redirect(string defaults)
    {
        await using var server = await StartAsync(defaults);

        var response = await server.GetChartAsync();

        response.Status.Should().Be(401);
        response.Challenge.Should().StartWith("Bearer");
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.TokenMissing);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_rejected_token_gets_a_challenge_and_one_event(string defaults)
    {
        await using var server = await StartAsync(defaults);

        (await server.GetChartAsync("garbage")).Status.Should().Be(401);

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.TokenRejected);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_token_without_the_permission_is_forbidden(string defaults)
    {
        await using var server = await StartAsync(defaults);

        (await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")))).Status.Should().Be(403);

        var denied = server.Events.Should().ContainSingle().Subject;
        (denied.ReasonCode, denied.Subject).Should().Be((JwtErrorCode.PermissionMissing, "user-42"));
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task A_cookie_is_no_token(string defaults)
    {
        await using var server = await StartAsync(defaults);
        var cookie = (await server.GetAsync("/sign-in")).Header("Set-Cookie")!.Split(';')[0];

        (await server.SendAsync("GET /patients/7/chart", "Cookie: " + cookie)).Status.Should().Be(401);
        (await server.SendAsync("GET /page", "Cookie: " + cookie)).Body.Should().Contain("cookie-user");
        (await server.SendAsync("GET /patients/7/chart", "Cookie: " + cookie, "Authorization: Bearer " + server.Issuer.Token()))
            .Status.Should().Be(200);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task Step_up_works_the_same(string defaults)
    {
        await using var server = await StartAsync(defaults);

        var response = await server.GetAsync("/sign", server.Issuer.Token());

        response.Status.Should().Be(401);
        response.Challenge.Should().Contain("insufficient_user_authentication");
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task Pages_keep_the_default_scheme(string defaults)
    {
        await using var server = await StartAsync(defaults);

        (await server.GetAsync("/page")).Status.Should().Be(302);
    }

    [Fact]
    public async Task Schemes_that_the_endpoint_names_are_kept()
    {
        using var partner = new TestIssuer();
        var trust = partner.Trust();
        trust.Issuer = "https://partner.example";
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddHipaaJwt("partners", options => options.Issuers.Add(trust)),
            app => app.MapGet("/own", () => "ok").RequirePermission("chart:read")
                .RequireAuthorization(policy => policy.AddAuthenticationSchemes("HipaaJwt").RequireAuthenticatedUser()),
            schemes =>
            {
                schemes.AddHipaaJwtBearer().AddHipaaJwtBearer("Partners", options => options.Trust = "partners");
                schemes.AddCookie("Cookies");
                schemes.Services.Configure<AuthenticationOptions>(options => options.DefaultScheme = "Cookies");
            });

        (await server.GetAsync("/own", server.Issuer.Token())).Status.Should().Be(200);

        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
    }

    private static Task<ClinicServer> StartAsync(string defaults) => ClinicServer.StartAsync(
        map: app =>
        {
            app.MapGet("/sign-in", () => Results.SignIn(MappedPrincipalTests.PrincipalOf("cookie-user"), authenticationScheme: "Cookies"));
            app.MapGet("/page", (ClaimsPrincipal user) => user.Identity!.Name).RequireAuthorization();
            app.MapGet("/sign", () => "ok").RequireStepUp(maxAge: TimeSpan.FromMinutes(5));
        },
        authenticate: schemes =>
        {
            schemes.AddCookie("Cookies");
            var name = defaults == "policy scheme" ? "Smart" : "Cookies";
            schemes.Services.Configure<AuthenticationOptions>(options => options.DefaultScheme = name);
            if (defaults == "cookies and drop-in")
            {
                schemes.AddJwtBearer().UseHipaaJwtTokenHandler();
                return;
            }

            schemes.AddHipaaJwtBearer();
            if (defaults == "policy scheme")
            {
                schemes.AddPolicyScheme("Smart", null, options => options.ForwardDefaultSelector = http =>
                    http.Request.Headers.Authorization.Count > 0 ? "HipaaJwt" : "Cookies");
            }
        });
}
