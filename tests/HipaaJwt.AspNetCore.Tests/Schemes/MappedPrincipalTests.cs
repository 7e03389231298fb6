using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Schemes;

/// <summary>Applications that map the claims of a token to a principal of their own.</summary>
public sealed class MappedPrincipalTests
{
    public static TheoryData<string> Mappings => new("OnTokenValidated", "transformation", "middleware", "clone");

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Decisions_about_roles_and_policies_are_recorded_with_the_subject_of_the_token(string mapping)
    {
        await using var server = await StartAsync(mapping);

        (await server.GetAsync("/role", server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetAsync("/policy", server.Issuer.Token())).Status.Should().Be(403);

        server.Events.Select(decision => (decision.Type, decision.Subject, decision.ReasonCode)).Should().Equal(
            (AuditEventType.AccessGranted, "user-42", JwtErrorCode.None),
            (AuditEventType.AccessDenied, "user-42", JwtErrorCode.RequirementNotMet));
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task A_required_sink_that_fails_makes_the_request_unavailable(string mapping)
    {
        await using var server = await StartAsync(mapping);
        server.Sink.FailsFor = _ => true;

        foreach (var path in new[] { "/role", "/policy", "/patients/7/chart", "/mine" })
        {
            (await server.GetAsync(path, server.Issuer.Token())).Status.Should().Be(503);
        }
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Permissions_come_from_the_token(string mapping)
    {
        await using var server = await StartAsync(mapping);

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        (await server.GetChartAsync(server.Issuer.Token(claims: claims => claims.Remove("roles")))).Status.Should().Be(403);

        server.Events.Select(decision => (decision.Type, decision.Subject, decision.ReasonCode)).Should().Equal(
            (AuditEventType.AccessGranted, "user-42", JwtErrorCode.None),
            (AuditEventType.AccessDenied, "user-42", JwtErrorCode.PermissionMissing));
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task The_endpoint_gets_the_token(string mapping)
    {
        await using var server = await StartAsync(mapping);

        (await server.GetAsync("/mine", server.Issuer.Token())).Body.Should().Contain("token-1");
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task The_methods_of_hubs_are_decided_by_the_token(HttpTransportType transport)
    {
        await using var server = await StartAsync("transformation", builder => builder.Services.AddSignalR());
        await using var connection = await HubClient.ConnectAsync(
            server, HubClient.CurrentToken(server, "nurse"), transport);

        var write = () => connection.InvokeAsync<string>("Write", "7");

        await write.Should().ThrowAsync<HubException>();
        var denied = server.Events.Where(decision => decision.Resource!.EndsWith("#Write", StringComparison.Ordinal))
            .Should().ContainSingle().Subject;
        denied.Subject.Should().Be("user-42");
        denied.ReasonCode.Should().Be(JwtErrorCode.PermissionMissing);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task The_methods_of_hubs_are_granted_by_the_token(HttpTransportType transport)
    {
        await using var server = await StartAsync("transformation", builder => builder.Services.AddSignalR());
        await using var connection = await HubClient.ConnectAsync(server, HubClient.CurrentToken(server), transport);

        (await connection.InvokeAsync<string>("Write", "7")).Should().Be("wrote 7");
        server.Events[^1].Subject.Should().Be("user-42");
    }

    [Fact]
    public async Task Another_users_principal_is_not_decided_by_the_token_of_the_request()
    {
        await using var server = await StartAsync("transformation", map: app => app.MapGet(
            "/colleague", async (IAuthorizationService service) =>
                (await service.AuthorizeAsync(PrincipalOf("colleague"), null, PermissionPolicy.NameOf("chart:read"))).Succeeded));

        (await server.GetAsync("/colleague", server.Issuer.Token())).Body.Should().Contain("false");
    }

    [Fact]
    public async Task A_principal_without_an_authenticated_identity_gets_no_permission()
    {
        await using var server = await StartAsync("none");

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().NotBe(200);
        (await server.GetAsync("/mine", server.Issuer.Token())).Body.Should().NotContain("token-1");

        server.Events[0].Type.Should().Be(AuditEventType.AccessDenied);
        server.Events[0].Subject.Should().Be("user-42");
    }

    [Fact]
    public async Task The_principal_of_another_scheme_is_not_the_tokens()
    {
        await using var server = await ClinicServer.StartAsync(
            authenticate: schemes => schemes.AddHipaaJwtBearer().AddCookie("Cookies"),
            map: app =>
            {
                app.MapGet("/sign-in", () => Results.SignIn(PrincipalOf("cookie-user"), authenticationScheme: "Cookies"));
                app.MapGet("/cookie", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token")
                    .RequireAuthorization(policy => policy.AddAuthenticationSchemes("Cookies").RequireAuthenticatedUser());
                app.MapGet("/both", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token").RequireAuthorization(
                    policy => policy.AddAuthenticationSchemes("Cookies", "HipaaJwt").RequireAuthenticatedUser());
            });
        var cookie = (await server.GetAsync("/sign-in")).Header("Set-Cookie")!.Split(';')[0];
        var bearer = "Authorization: Bearer " + server.Issuer.Token();

        (await server.SendAsync("GET /cookie", "Cookie: " + cookie, bearer)).Body.Should().Contain("no token");
        (await server.SendAsync("GET /both", "Cookie: " + cookie, bearer)).Body.Should().Contain("token-1");
        (await server.SendAsync("GET /both", "Cookie: " + cookie)).Body.Should().Contain("no token");
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("no result")]
    public async Task A_rejection_by_the_application_is_recorded_once_with_its_subject(string kind)
    {
        await using var server = await ClinicServer.StartAsync(
            authenticate: schemes => schemes.AddJwtBearer(options => options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    if (kind == "fail")
                    {
                        context.Fail("disabled");
                    }
                    else
                    {
                        context.NoResult();
                    }

                    return Task.CompletedTask;
                },
            }).UseHipaaJwtTokenHandler(),
            map: app => app.MapGet("/mine", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token"));

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(401);
        (await server.GetAsync("/mine", server.Issuer.Token())).Body.Should().Contain("no token");

        server.Events.Where(rejected => rejected.Type == AuditEventType.TokenRejected).Should().HaveCount(2)
            .And.OnlyContain(rejected => rejected.Subject == "user-42" && rejected.ReasonCode == JwtErrorCode.RejectedByApplication);
        server.Events.Should().NotContain(decision => decision.Type == AuditEventType.AccessDenied);
    }

    [Fact]
    public async Task A_rejection_by_the_application_that_cannot_be_recorded_makes_the_request_unavailable()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: schemes => schemes
            .AddJwtBearer(options => options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    context.Fail("disabled");
                    return Task.CompletedTask;
                },
            })
            .UseHipaaJwtTokenHandler());
        server.Sink.FailsFor = _ => true;

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(503);
    }

    internal static ClaimsPrincipal PrincipalOf(string name) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, "staff")], "mapped"));

    private static Task<ClinicServer> StartAsync(
        string mapping, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null) => ClinicServer.StartAsync(
        builder =>
        {
            configure?.Invoke(builder);
            builder.Services.AddAuthorizationBuilder().AddPolicy("never", policy => policy.RequireAssertion(_ => false));
            if (mapping is "transformation" or "none" or "clone")
            {
                builder.Services.AddSingleton<IClaimsTransformation>(new Mapping(mapping));
            }
        },
        app =>
        {
            if (mapping == "middleware")
            {
                app.UseAuthentication();
                app.Use((http, next) =>
                {
                    http.User = http.User.Identity!.IsAuthenticated ? PrincipalOf("mapped") : http.User;
                    return next(http);
                });
                app.UseAuthorization();
            }

            app.MapGet("/role", () => "ok").RequireAuthorization(policy => policy.RequireRole("staff"));
            app.MapGet("/policy", () => "ok").RequireAuthorization("never");
            app.MapGet("/mine", (HttpContext http) => http.GetValidatedJwt()?.Id ?? "no token");
            if (app.Services.GetService<HubLifetimeManager<ChartHub>>() is not null)
            {
                app.MapHub<ChartHub>("/hubs/chart");
            }

            map?.Invoke(app);
        },
        schemes =>
        {
            if (mapping != "OnTokenValidated")
            {
                schemes.AddHipaaJwtBearer();
                return;
            }

            schemes.AddJwtBearer(options => options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    context.Principal = PrincipalOf("mapped");
                    return Task.CompletedTask;
                },
            }).UseHipaaJwtTokenHandler();
        });

    private sealed class Mapping(string kind) : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal) => Task.FromResult(kind switch
        {
            "none" => new ClaimsPrincipal(new ClaimsIdentity(principal.Claims)),
            "clone" => new ClaimsPrincipal(new ClaimsIdentity(principal.Claims.Append(new Claim("role", "staff")), "own", "sub", "role")),
            _ => PrincipalOf("mapped"),
        });
    }
}
