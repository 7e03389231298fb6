using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

/// <summary>Decisions on connections that stay open longer than their token is valid.</summary>
public sealed class OpenConnectionTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_call_is_denied_and_recorded_once_the_token_has_expired()
    {
        await using var server = await StartAsync();
        await using var connection = await HubClient.ConnectAsync(server, TokenOf(server));

        server.Issuer.Time.Advance(Lifetime + ClockSkew - TimeSpan.FromSeconds(1));
        (await connection.InvokeAsync<string>("Write", "7")).Should().Be("wrote 7");
        server.Issuer.Time.Advance(TimeSpan.FromSeconds(1));

        await Denied(connection, "Write");
        var denied = server.Events[^1];
        (denied.Type, denied.ReasonCode, denied.Subject).Should().Be((AuditEventType.AccessDenied, JwtErrorCode.TokenExpired, "user-42"));
        denied.Permissions.Should().Equal("chart:write");
        denied.Resource.Should().EndWith("#Write");
        await Denied(connection, "Write");
        server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task A_call_of_a_method_without_requirements_is_denied_too()
    {
        await using var server = await StartAsync();
        await using var connection = await HubClient.ConnectAsync(server, TokenOf(server));
        (await connection.InvokeAsync<string>("Read", "7")).Should().Be("chart of 7");

        server.Issuer.Time.Advance(Lifetime + ClockSkew);

        await Denied(connection, "Read");
        var denied = server.Events[^1];
        (denied.Type, denied.ReasonCode, denied.Subject).Should().Be((AuditEventType.AccessDenied, JwtErrorCode.TokenExpired, "user-42"));
        denied.Resource.Should().EndWith("#Read");
    }

    [Fact]
    public async Task A_hub_that_requires_nothing_serves_a_caller_whose_token_has_expired()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(), app => app.MapHub<OpenHub>("/hubs/chart"));
        await using var connection = await HubClient.ConnectAsync(server, TokenOf(server));

        server.Issuer.Time.Advance(Lifetime + ClockSkew);

        (await connection.InvokeAsync<string>("Hello")).Should().Be("hello");
    }

    [Fact]
    public async Task A_call_is_denied_once_the_key_of_the_token_is_withdrawn()
    {
        var options = new ReloadableOptions();
        await using var server = await StartAsync(builder => options.AddTo(builder.Services));
        await using var connection = await HubClient.ConnectAsync(server, TokenOf(server));
        (await connection.InvokeAsync<string>("Write", "7")).Should().Be("wrote 7");
        using var other = new TestIssuer();

        options.Reload(current => current.Issuers[0] = other.Trust());

        await Denied(connection, "Write");
        server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Fact]
    public async Task A_call_is_denied_once_the_options_refuse_the_token()
    {
        var options = new ReloadableOptions();
        await using var server = await StartAsync(builder => options.AddTo(builder.Services));
        await using var connection = await HubClient.ConnectAsync(server, TokenOf(server));

        options.Reload(current => current.Issuers[0].Audiences[0] = "https://other.example");

        await Denied(connection, "Write");
        server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.AudienceNotAllowed);
    }

    [Fact]
    public async Task A_decision_by_hand_in_a_long_request_is_denied_once_the_token_has_expired()
    {
        await using var server = await StartAsync(map: app => app.MapGet("/long", async (HttpContext http, IAuthorizationService service) =>
        {
            ((FakeTimeProvider)http.RequestServices.GetRequiredService<TimeProvider>()).Advance(Lifetime + ClockSkew);
            return (await service.AuthorizeAsync(http.User, null, PermissionPolicy.NameOf("chart:read"))).Succeeded;
        }).RequirePermission("chart:read"));

        (await server.GetAsync("/long", TokenOf(server))).Body.Should().Contain("false");

        server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.TokenExpired);
    }

    private static Task<ClinicServer> StartAsync(
        Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null) => ClinicServer.StartAsync(
        builder =>
        {
            builder.Services.AddSignalR();
            configure?.Invoke(builder);
        },
        app =>
        {
            app.MapHub<ChartHub>("/hubs/chart");
            map?.Invoke(app);
        });

    private static async Task Denied(HubConnection connection, string method) =>
        await ((Func<Task>)(() => connection.InvokeAsync<string>(method, "7"))).Should().ThrowAsync<HubException>();

    private static string TokenOf(ClinicServer server) => HubClient.CurrentToken(server, lifetime: Lifetime);

    /// <summary>A hub that everyone may connect to.</summary>
    private sealed class OpenHub : Hub
    {
        public string Hello() => "hello";
    }

    /// <summary>Options that the test changes while the server runs.</summary>
    private sealed class ReloadableOptions : IOptionsChangeTokenSource<HipaaJwtOptions>
    {
        private CancellationTokenSource _changed = new();
        private Action<HipaaJwtOptions>? _change;

        public string Name => Options.DefaultName;

        public void AddTo(IServiceCollection services)
        {
            services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(this);
            services.PostConfigure<HipaaJwtOptions>(options => _change?.Invoke(options));
        }

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Reload(Action<HipaaJwtOptions> change)
        {
            _change = change;
            Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
        }
    }
}
