using HipaaJwt.Checks;
using HipaaJwt.Jws;
using HipaaJwt.Replay;
using HipaaJwt.SenderConstraints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>The checks of how an accepted token is used. The sender goes first, so that whoever has no proof uses no token up.</summary>
internal static class SenderServices
{
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddSingleton<IReplayStore>(BuildStore);
        services.TryAddSingleton(BuildGuard);
        services.TryAddSingleton(provider => new DPoPNonces(OptionsOf(provider).DPoP, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => BuildRules(OptionsOf(provider).DPoP));
        services.TryAddSingleton<ProofCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestCheck, SenderConstraintCheck>(
            provider => new SenderConstraintCheck(new Lazy<ProofCheck>(provider.GetRequiredService<ProofCheck>))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestCheck, SingleUseCheck>(
            provider => new SingleUseCheck(new Lazy<ReplayGuard>(provider.GetRequiredService<ReplayGuard>))));
    }

    private static HipaaJwtOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<HipaaJwtOptions>>().Value;

    private static MemoryReplayStore BuildStore(IServiceProvider provider)
    {
        var options = OptionsOf(provider).Replay;
        return new MemoryReplayStore(options.Capacity, options.MaxPerSender, provider.GetRequiredService<TimeProvider>());
    }

    private static ReplayGuard BuildGuard(IServiceProvider provider) => new(
        provider.GetRequiredService<IReplayStore>(),
        OptionsOf(provider).Replay.Timeout,
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<ReplayGuard>>());

    private static DPoPRules BuildRules(DPoPOptions options) => new(
        [.. JwsAlgorithms.All.Where(row => options.Algorithms.Contains(row.Id))],
        options.MaxAge,
        options.RequireNonce);
}
