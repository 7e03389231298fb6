using HipaaJwt.Checks;
using HipaaJwt.Diagnostics;
using HipaaJwt.Jws;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Permissions;
using HipaaJwt.Policy;
using HipaaJwt.Replay;
using HipaaJwt.Revocations;
using HipaaJwt.SenderConstraints;
using HipaaJwt.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds the services of one trust with its name as the key. Those of the unnamed trust are available without a key too.</summary>
internal static class TrustServices
{
    public static void AddTo(IServiceCollection services, string trust)
    {
        if (services.Any(service => service.ImplementationInstance is TrustRegistration existing && existing.Name == trust))
        {
            return;
        }

        services.AddSingleton(new TrustRegistration(trust));
        services.AddKeyedSingleton(trust, (provider, _) => BuildPermissions(provider, trust));
        services.AddKeyedSingleton(trust, (provider, _) => provider.GetRequiredKeyedService<PermissionMap>(trust).Catalog);
        services.AddKeyedSingleton(trust, (provider, _) => new RemoteKeyStore(
            new Lazy<JwksFetcher>(provider.GetRequiredService<JwksFetcher>),
            provider.GetRequiredService<LeakedKeys>(),
            provider.GetRequiredService<IKeyObserver>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(trust, (provider, _) => BuildPolicyBuilder(provider, trust));
        services.AddKeyedSingleton(trust, (provider, _) => BuildPolicyProvider(provider, trust));
        services.AddKeyedSingleton(trust, (provider, _) => OptionsOf(provider, trust).DPoP);
        services.AddKeyedSingleton(trust, (provider, _) => new DPoPNonces(
            OptionsOf(provider, trust).DPoP, provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(trust, (provider, _) => new ValidatedTokenCache(
            OptionsOf(provider, trust).TokenCache, provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(trust, (provider, _) => BuildTokenUseValidator(provider, trust));
        services.AddKeyedSingleton<IDPoPProofs>(trust, (provider, _) => new DPoPProofs(
            BuildProofValidator(provider, trust), OptionsOf(provider, trust).ClockSkew, provider.GetRequiredService<TimeProvider>()));
        services.TryAddKeyedSingleton<IJwtValidator>(trust, (provider, _) => BuildValidator(provider, trust));
        services.AddSingleton(provider => new Trust(
            trust,
            provider.GetRequiredKeyedService<ValidationPolicyProvider>(trust),
            provider.GetRequiredKeyedService<RemoteKeyStore>(trust)));
        if (trust == Options.DefaultName)
        {
            AddWithoutKey(services);
        }
    }

    private static void AddWithoutKey(IServiceCollection services)
    {
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IJwtValidator>(Options.DefaultName));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<PermissionCatalog>(Options.DefaultName));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<DPoPNonces>(Options.DefaultName));
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IDPoPProofs>(Options.DefaultName));
    }

    private static HipaaJwtOptions OptionsOf(IServiceProvider provider, string trust) =>
        provider.GetRequiredKeyedService<ValidationPolicyProvider>(trust).StartOptions;

    private static PermissionMap BuildPermissions(IServiceProvider provider, string trust)
    {
        var map = new PermissionMapBuilder();
        foreach (var rules in provider.GetServices<PermissionRules>().Where(rules => rules.Trust == trust))
        {
            rules.Apply(map);
        }

        return map.Build();
    }

    private static ValidationPolicyBuilder BuildPolicyBuilder(IServiceProvider provider, string trust) => new(
        trust,
        [.. provider.GetServices<IClaimCheck>(), .. ClaimChecksOf(provider, trust)],
        hasTokenUseChecks: provider.GetServices<TokenUseCheckRegistration>().Any(check => check.Trust == trust),
        provider.GetRequiredKeyedService<PermissionMap>(trust),
        provider.GetService<IHostEnvironment>()?.EnvironmentName);

    private static IEnumerable<IClaimCheck> ClaimChecksOf(IServiceProvider provider, string trust) =>
        from check in provider.GetServices<ClaimCheckRegistration>()
        where check.Trust == trust
        select check.Resolve(provider);

    private static ValidationPolicyProvider BuildPolicyProvider(IServiceProvider provider, string trust) => new(
        trust,
        provider.GetRequiredService<IOptionsFactory<HipaaJwtOptions>>(),
        provider.GetServices<IOptionsChangeTokenSource<HipaaJwtOptions>>(),
        provider.GetRequiredService<PolicyOptionsValidator>(),
        provider.GetRequiredKeyedService<RemoteKeyStore>(trust),
        provider.CreateLogger<ValidationPolicyProvider>());

    private static JwtValidator BuildValidator(IServiceProvider provider, string trust) => new(
        provider.GetRequiredKeyedService<ValidationPolicyProvider>(trust),
        provider.GetRequiredKeyedService<ValidatedTokenCache>(trust),
        provider.GetRequiredKeyedService<TokenUseValidator>(trust),
        provider.GetRequiredService<VerdictRecorder>(),
        provider.GetRequiredService<HipaaJwtActivities>(),
        provider.GetService<RevocationGuard>(),
        provider.GetRequiredService<TimeProvider>());

    private static TokenUseValidator BuildTokenUseValidator(IServiceProvider provider, string trust) => new(
        new SenderConstraintCheck(BuildProofValidator(provider, trust)),
        BuildAddedUseChecks(provider, trust, OptionsOf(provider, trust).TokenUseCheckTimeout),
        new SingleUseCheck(provider.GetRequiredService<ReplayGuard>()));

    private static DPoPProofValidator BuildProofValidator(IServiceProvider provider, string trust)
    {
        var options = OptionsOf(provider, trust).DPoP;
        var rules = new DPoPRules(
            [.. JwsAlgorithms.All.Where(row => options.Algorithms.Contains(row.Id))], options.MaxAge, options.RequireNonce);
        return new DPoPProofValidator(
            rules, provider.GetRequiredKeyedService<DPoPNonces>(trust), provider.GetRequiredService<ReplayGuard>());
    }

    private static AddedUseChecks? BuildAddedUseChecks(IServiceProvider provider, string trust, TimeSpan timeout)
    {
        TokenUseCheckRegistration[] checks = [.. provider.GetServices<TokenUseCheckRegistration>().Where(check => check.Trust == trust)];
        return checks.Length == 0 ? null : new AddedUseChecks(
            [.. checks], provider.GetRequiredService<IServiceScopeFactory>(), timeout, provider.GetRequiredService<TimeProvider>());
    }
}
