using System.Security.Claims;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAuthorization_may_be_called_before_or_after(bool before)
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                if (!before)
                {
                    builder.Services.AddAuthorization();
                }
            },
            authenticate: builder =>
            {
                if (before)
                {
                    builder.Services.AddAuthorization();
                }

                builder.AddHipaaJwtBearer();
            });

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        server.Events.Should().ContainSingle();
    }

    [Fact]
    public async Task Several_schemes_write_one_event_for_a_request()
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder => builder
            .AddHipaaJwtBearer()
            .AddHipaaJwtBearer("Second", null)
            .AddJwtBearer()
            .UseHipaaJwtTokenHandler()
            .Services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme));

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        server.Events.Should().ContainSingle();
    }

    [Theory]
    [InlineData("type")]
    [InlineData("factory")]
    [InlineData("instance")]
    public async Task Records_the_decisions_of_a_custom_authorization_service(string kind)
    {
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
        {
            _ = kind switch
            {
                "type" => builder.Services.AddScoped<IAuthorizationService, DenyAll>(),
                "factory" => builder.Services.AddTransient<IAuthorizationService>(_ => new DenyAll()),
                _ => builder.Services.AddSingleton<IAuthorizationService>(new DenyAll()),
            };
            builder.AddHipaaJwtBearer();
        });

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(403);
        server.Events.Should().ContainSingle().Which.ReasonCode.Should().Be(JwtErrorCode.RequirementNotMet);
    }

    [Fact]
    public async Task An_authorization_service_that_is_registered_later_stops_the_start()
    {
        await using var server = ClinicServer.Build(builder => builder.Services.AddTransient<IAuthorizationService, DenyAll>());

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*IAuthorizationService*decisions would not be recorded*Register it before*");
    }

    [Fact]
    public async Task A_policy_provider_that_is_registered_later_stops_the_start()
    {
        await using var server = ClinicServer.Build(builder =>
            builder.Services.AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>());

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*IAuthorizationPolicyProvider*step-up*Register it before*");
    }

    [Fact]
    public async Task A_result_handler_that_is_registered_later_stops_the_start()
    {
        await using var server = ClinicServer.Build(builder =>
            builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationMiddlewareResultHandler>());

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*IAuthorizationMiddlewareResultHandler*503*Register it before*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_AddHipaaJwt_stops_the_start(bool jwtBearer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authentication = builder.Services.AddAuthentication();
        _ = jwtBearer ? authentication.AddJwtBearer().UseHipaaJwtTokenHandler() : authentication.AddHipaaJwtBearer();
        await using var app = builder.Build();

        (await FluentActions.Awaiting(() => app.StartAsync()).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*Call services.AddHipaaJwt(*");
    }

    [Fact]
    public async Task An_AuditResource_of_null_stops_the_start()
    {
        await using var server = ClinicServer.Build(authenticate: builder =>
            builder.AddHipaaJwtBearer(options => options.AuditResource = null!));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*AuditResource*return null*");
    }

    /// <summary>
    /// Reflection over constructors takes a large part of the start with Native AOT. Services of a request keep their constructors, because
    /// with the JIT the container compiles them.
    /// </summary>
    [Fact]
    public void Reflection_creates_only_the_listed_services()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(_ => { });
        services.AddAuthentication().AddHipaaJwtBearer();

        var reflected = services
            .Select(service => service.IsKeyedService ? service.KeyedImplementationType : service.ImplementationType)
            .Where(type => type?.Namespace?.StartsWith("HipaaJwt", StringComparison.Ordinal) == true)
            .Select(type => type!.Name);

        reflected.Should().BeEquivalentTo(
            "VerdictAuthenticationService",
            "AccessPolicyEvaluator",
            "AuditingAuthorizationService",
            "HipaaJwtPolicyProvider",
            "DenialResultHandler",
            "HipaaJwtBearerHandler",
            "MissingSchemeValidator",
            "ConfigureTokenBinding",
            "HubTokenFilter",
            "SubjectUserIdProvider");
    }

    /// <summary>Libraries for several tenants add their own cache and factory, and only if none is registered.</summary>
    [Fact]
    public async Task An_application_can_add_its_own_cache_and_factory_of_the_options_afterwards()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(_ => { });
        services.AddAuthentication().AddHipaaJwtBearer();
        services.TryAddSingleton<IOptionsMonitorCache<HipaaJwtBearerOptions>, TenantCache>();
        services.TryAddTransient<IOptionsFactory<HipaaJwtBearerOptions>, TenantFactory>();
        await using var provider = services.BuildServiceProvider();

        var monitor = provider.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>();

        monitor.Get(HipaaJwtBearerDefaults.AuthenticationScheme).Realm.Should().Be(nameof(TenantFactory));
        ((TenantCache)provider.GetRequiredService<IOptionsMonitorCache<HipaaJwtBearerOptions>>()).Lookups.Should().Be(1);
    }

    private sealed class TenantCache : IOptionsMonitorCache<HipaaJwtBearerOptions>
    {
        public int Lookups { get; private set; }

        public HipaaJwtBearerOptions GetOrAdd(string? name, Func<HipaaJwtBearerOptions> createOptions)
        {
            Lookups++;
            return createOptions();
        }

        public bool TryAdd(string? name, HipaaJwtBearerOptions options) => false;

        public bool TryRemove(string? name) => false;

        public void Clear()
        {
        }
    }

    private sealed class TenantFactory : IOptionsFactory<HipaaJwtBearerOptions>
    {
        public HipaaJwtBearerOptions Create(string name) => new() { Realm = nameof(TenantFactory) };
    }

    private sealed class DenyAll : IAuthorizationService
    {
        public Task<AuthorizationResult> AuthorizeAsync(
            ClaimsPrincipal user, object? resource, IEnumerable<IAuthorizationRequirement> requirements) =>
            Task.FromResult(AuthorizationResult.Failed());

        public Task<AuthorizationResult> AuthorizeAsync(ClaimsPrincipal user, object? resource, string policyName) =>
            Task.FromResult(AuthorizationResult.Failed());
    }
}
