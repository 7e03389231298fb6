using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.AspNetCore.Tests.Requests;

/// <summary>Decisions and services find their request by the scope of its services.</summary>
public sealed class CurrentRequestTests
{
    private static readonly object Record = new();

    [Fact]
    public async Task The_accessor_of_the_framework_is_not_registered()
    {
        await using var server = await ClinicServer.StartAsync();

        server.Services.GetService<IHttpContextAccessor>().Should().BeNull();
    }

    [Fact]
    public async Task A_decision_about_a_record_finds_the_token_of_a_replaced_principal_and_names_the_request()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet(
            "/records/{id}",
            async (HttpContext http, IAuthorizationService authorization) =>
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity("application"));
                return (await authorization.AuthorizeAsync(http.User, Record, PermissionPolicy.NameOf("chart:write"))).Succeeded;
            }).RequirePermission("chart:read"));

        (await server.GetAsync("/records/7", server.Issuer.Token())).Body.Should().Contain("true");

        server.Events.Should().HaveCount(2).And.OnlyContain(audited => audited.Resource == "GET /records/{id}");
        server.Events.Select(audited => audited.RequestId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_replaced_principal_without_a_token_is_denied_after_a_decision_about_one_with_a_token()
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet(
            "/records",
            async (HttpContext http, IAuthorizationService authorization) =>
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity("application"));
                var own = await authorization.AuthorizeAsync(http.User, Record, PermissionPolicy.NameOf("chart:write"));
                var stranger = new ClaimsPrincipal(new ClaimsIdentity("application"));
                var other = await authorization.AuthorizeAsync(stranger, Record, PermissionPolicy.NameOf("chart:write"));
                return $"{own.Succeeded} {other.Succeeded}";
            }).RequirePermission("chart:read"));

        (await server.GetAsync("/records", server.Issuer.Token())).Body.Should().Contain("True False");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_decision_without_a_policy_is_an_error_as_in_the_framework(bool hasRecord)
    {
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet(
            "/records",
            async (HttpContext http, IAuthorizationService authorization) =>
            {
                object? record = hasRecord ? Record : http;
                var byName = () => authorization.AuthorizeAsync(http.User, record, (string)null!);
                var byRequirements = () => authorization.AuthorizeAsync(http.User, record, (IEnumerable<IAuthorizationRequirement>)null!);
                await byName.Should().ThrowAsync<ArgumentNullException>();
                await byRequirements.Should().ThrowAsync<ArgumentNullException>();
            }).RequirePermission("chart:read"));

        (await server.GetAsync("/records", server.Issuer.Token())).Status.Should().Be(200);
    }

    [Fact]
    public async Task Background_work_does_not_see_a_request_that_has_ended()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var later = Task.FromResult(true);
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet(
            "/records",
            async (HttpContext http, IAuthorizationService authorization) =>
            {
                await Task.Yield();
                http.User = new ClaimsPrincipal(new ClaimsIdentity("application"));
                var user = http.User;
                later = Task.Run(async () =>
                {
                    await ended.Task;
                    return (await authorization.AuthorizeAsync(user, Record, PermissionPolicy.NameOf("chart:read"))).Succeeded;
                });
            }).RequirePermission("chart:read"));
        await server.GetAsync("/records", server.Issuer.Token());
        ended.SetResult();

        (await later).Should().BeFalse("the token of the principal was the one of the request");

        server.Events[^1].Should().Match<AuditEvent>(audited => audited.RequestId == null && audited.Resource == null);
    }

    [Fact]
    public async Task Background_work_does_not_see_a_request_that_has_failed()
    {
        var authorizations = new List<IAuthorizationService>();
        await using var server = await ClinicServer.StartAsync(map: app => app.MapGet(
            "/records",
            (HttpContext _, IAuthorizationService authorization) =>
            {
                authorizations.Add(authorization);
                throw new InvalidOperationException("planted");
            }).RequirePermission("chart:read"));
        (await server.GetAsync("/records", server.Issuer.Token())).Status.Should().Be(500);

        await authorizations.Single().AuthorizeAsync(new ClaimsPrincipal(), Record, PermissionPolicy.NameOf("chart:read"));

        server.Events[^1].Should().Match<AuditEvent>(audited => audited.RequestId == null && audited.Resource == null);
    }

    [Fact]
    public async Task A_singleton_of_the_application_decides_by_the_token_of_the_principal()
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Environment.EnvironmentName = "Development";
                builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
                builder.Services.AddSingleton<Archive>();
            },
            app => app.MapGet("/records", async (HttpContext http, Archive archive) => await archive.IsOpenToAsync(http.User))
                .RequirePermission("chart:read"));

        (await server.GetAsync("/records", server.Issuer.Token())).Body.Should().Contain("true");

        server.Events[^1].Should().Match<AuditEvent>(audited => audited.Type == AuditEventType.AccessGranted && audited.Resource == null);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 500)]
    public async Task A_scope_of_the_application_has_the_token_if_the_application_registers_the_accessor(bool hasAccessor, int status)
    {
        await using var server = await ClinicServer.StartAsync(
            builder => _ = hasAccessor ? builder.Services.AddHttpContextAccessor() : builder.Services,
            app => app.MapGet("/records", (HttpContext http) =>
            {
                using var scope = http.RequestServices.CreateScope();
                return scope.ServiceProvider.GetRequiredService<ValidatedJwt>().Subject;
            }).RequirePermission("chart:read"));

        (await server.GetAsync("/records", server.Issuer.Token())).Status.Should().Be(status);
    }

    [Fact]
    public async Task An_authentication_service_that_decorates_the_one_of_the_library_changes_nothing()
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                var inner = builder.Services.Last(
                    service => service.ServiceType == typeof(IAuthenticationService) && !service.IsKeyedService);
                builder.Services.AddScoped<IAuthenticationService>(provider =>
                    new Outer((IAuthenticationService)inner.ImplementationFactory!(provider)));
            },
            app => app.MapGet("/records", async (HttpContext http, IAuthorizationService authorization) =>
                (await authorization.AuthorizeAsync(http.User, Record, PermissionPolicy.NameOf("chart:write"))).Succeeded)
                .RequirePermission("chart:read"));

        (await server.GetAsync("/records", server.Issuer.Token())).Body.Should().Contain("true");

        server.Events.Should().HaveCount(2).And.OnlyContain(audited => audited.Resource == "GET /records");
    }

    [Fact]
    public async Task A_call_of_a_hub_finds_its_request_although_it_has_a_scope_of_its_own()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(),
            app => app.MapHub<RecordHub>("/hubs/records").RequirePermission("chart:read"),
            scheme => scheme.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/records")));
        await using var connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server.Address, "/hubs/records"),
                options => options.AccessTokenProvider = () => Task.FromResult<string?>(server.Issuer.Token()))
            .Build();
        await connection.StartAsync();

        (await connection.InvokeAsync<string>("Open")).Should().Be("user-42 True");

        server.Events[^1].Resource.Should().Contain("/hubs/records");
    }

    private sealed class Archive(IAuthorizationService authorization)
    {
        public async Task<bool> IsOpenToAsync(ClaimsPrincipal user) =>
            (await authorization.AuthorizeAsync(user, Record, PermissionPolicy.NameOf("chart:write"))).Succeeded;
    }

    private sealed class RecordHub(ValidatedJwt token, IAuthorizationService authorization) : Hub
    {
        public async Task<string> Open()
        {
            var decision = await authorization.AuthorizeAsync(Context.User!, Record, PermissionPolicy.NameOf("chart:write"));
            return $"{token.Subject} {decision.Succeeded}";
        }
    }

    private sealed class Outer(IAuthenticationService inner) : IAuthenticationService
    {
        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => inner.AuthenticateAsync(context, scheme);

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            inner.ChallengeAsync(context, scheme, properties);

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            inner.ForbidAsync(context, scheme, properties);

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
            inner.SignInAsync(context, scheme, principal, properties);

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            inner.SignOutAsync(context, scheme, properties);
    }
}
