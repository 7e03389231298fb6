using HipaaJwt.Auditing;
using HipaaJwt.Hosting;
using HipaaJwt.Policy;
using HipaaJwt.Replay;
using HipaaJwt.Revocations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds what validates the options at start, downloads keys and writes events.</summary>
internal static class HostedServices
{
    public static void AddTo(IServiceCollection services)
    {
        Add(services, provider => new KeyRefreshService(provider.GetServices<Trust>()));
        Add(services, provider => new ReloadRecorder(provider.GetServices<Trust>(), provider.GetRequiredService<IAuditTrail>()));
        Add(services, provider => new LoggingSinkLevels(
            provider, provider.GetServices<AuditSinkRegistration>(), provider.CreateLogger<StartupReporter>()));
        Add(services, BuildStartupReporter);
        Add(services, provider => new SafeguardReporter(
            provider.GetServices<Trust>(),
            provider.GetServices<AuditSinkRegistration>(),
            provider.CreateLogger<SafeguardReporter>(),
            provider.GetService<RevocationMonitor>()));
        Add(services, BuildRevocationHost);
        Add(services, provider => new AuditQueueDrain(provider.GetRequiredService<AuditTrail>()));
        AddMissingSchemeValidator(services);
    }

    /// <summary>Adds a hosted service unless one of its type is registered.</summary>
    private static void Add<TService>(IServiceCollection services, Func<IServiceProvider, TService> create)
        where TService : class, IHostedService =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TService>(create));

    private static StartupReporter BuildStartupReporter(IServiceProvider provider) => new(
        provider.GetServices<Trust>(),
        provider.GetServices<AuditSinkRegistration>(),
        provider.GetRequiredService<IReplayStore>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.CreateLogger<StartupReporter>(),
        provider.GetService<RevocationMonitor>());

    private static RevocationHost BuildRevocationHost(IServiceProvider provider) => new(
        provider.GetServices<IStoreInitializer>(),
        provider.GetServices<IExpiringStore>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.CreateLogger<RevocationHost>(),
        provider.GetService<RevocationPump>());

    /// <summary>
    /// Adds the check of HipaaJwt.AspNetCore for a missing scheme, if the application references that package. It is found by its name,
    /// because the mistake is that no method of the package was called.
    /// </summary>
    private static void AddMissingSchemeValidator(IServiceCollection services)
    {
        if (Type.GetType("HipaaJwt.AspNetCore.DependencyInjection.MissingSchemeValidator, HipaaJwt.AspNetCore") is { } validator)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IHostedService), validator));
        }
    }
}
