using System.Diagnostics.Metrics;
using HipaaJwt.Diagnostics;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds what revocation needs, once a store of revocations is registered.</summary>
internal static class RevocationServices
{
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddSingleton(provider => ProcessServices.OptionsOfProcess(provider).Revocation);
        services.TryAddSingleton(provider => new RevocationTelemetry(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<RevocationView>();
        services.TryAddSingleton<OwnRevocations>();
        services.TryAddSingleton<RevocationStoreCalls>();
        services.TryAddSingleton(provider => new RevocationMonitor(
            provider.GetRequiredService<RevocationView>(),
            provider.GetRequiredService<IRevocationStore>().GetType().Name,
            provider.GetRequiredService<RevocationOptions>(),
            provider.GetRequiredService<RevocationTelemetry>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevocationMonitor>>()));
        services.TryAddSingleton<RevocationReader>();
        services.TryAddSingleton<RevocationPump>();
        services.TryAddSingleton<RevocationGuard>();
        LogoutServices.AddTo(services);
        services.TryAddSingleton<IRevocation>(provider => new RevocationService(
            provider.GetServices<Trust>(),
            provider.GetRequiredService<RevocationStoreCalls>(),
            provider.GetRequiredService<RevocationView>(),
            provider.GetRequiredService<OwnRevocations>(),
            provider.GetRequiredService<RevocationPump>(),
            provider.GetRequiredService<RevocationOptions>(),
            provider.GetRequiredService<IAuditTrail>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
