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
        services.TryAddSingleton(_ => new RevocationView());
        services.TryAddSingleton(provider => new OwnRevocations(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new TimeLimitedRevocationStore(
            provider.GetRequiredService<IRevocationStore>(),
            provider.GetRequiredService<RevocationOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(BuildAppender);
        services.TryAddSingleton(BuildMonitor);
        services.TryAddSingleton(BuildReader);
        services.TryAddSingleton(BuildPump);
        services.TryAddSingleton(provider => new RevocationGuard(
            provider.GetRequiredService<RevocationView>(),
            provider.GetRequiredService<RevocationPump>(),
            provider.GetRequiredService<RevocationMonitor>()));
        LogoutServices.AddTo(services);
        services.TryAddSingleton(provider => new RevocationService(
            provider.GetServices<Trust>(),
            provider.GetRequiredService<RevocationView>(),
            provider.GetRequiredService<RevocationAppender>(),
            provider.GetRequiredService<RevocationPump>(),
            provider.GetRequiredService<RevocationOptions>(),
            provider.GetRequiredService<IAuditTrail>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IRevocation>(provider => provider.GetRequiredService<RevocationService>());
        services.TryAddSingleton<ISessionRevocation>(provider => provider.GetRequiredService<RevocationService>());
    }

    private static RevocationMonitor BuildMonitor(IServiceProvider provider) => new(
        provider.GetRequiredService<RevocationView>(),
        provider.GetRequiredService<TimeLimitedRevocationStore>().Name,
        provider.GetRequiredService<RevocationOptions>(),
        provider.GetRequiredService<RevocationTelemetry>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.CreateLogger<RevocationMonitor>());

    private static RevocationAppender BuildAppender(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeLimitedRevocationStore>(),
        provider.GetRequiredService<RevocationView>(),
        provider.GetRequiredService<OwnRevocations>(),
        provider.GetRequiredService<RevocationOptions>(),
        provider.GetRequiredService<TimeProvider>());

    private static RevocationReader BuildReader(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeLimitedRevocationStore>(),
        provider.GetRequiredService<RevocationView>(),
        provider.GetRequiredService<OwnRevocations>(),
        provider.GetRequiredService<RevocationMonitor>(),
        provider.GetRequiredService<RevocationOptions>(),
        provider.GetRequiredService<TimeProvider>());

    private static RevocationPump BuildPump(IServiceProvider provider) => new(
        provider.GetRequiredService<RevocationReader>(),
        provider.GetRequiredService<TimeLimitedRevocationStore>(),
        provider.GetRequiredService<RevocationOptions>(),
        provider.GetRequiredService<TimeProvider>());
}
