using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.TokenIssuer.Activities;
using HipaaJwt.TokenIssuer.Administration;
using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Calls;
using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Ending;
using HipaaJwt.TokenIssuer.Endpoints;
using HipaaJwt.TokenIssuer.Health;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Protection;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using HipaaJwt.TokenIssuer.Tokens;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.DependencyInjection;

/// <summary>Adds the services of the issuer.</summary>
internal static class TokenIssuerServices
{
    public static void AddTo(HipaaJwtBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TokenIssuerOptions>>().Value);
        services.AddSingleton<IConfigureOptions<HipaaJwtOptions>>(provider =>
            new SelfTrust(builder.Name, provider.GetRequiredService<TokenIssuerOptions>(), provider));
        AddStores(builder);
        AddKeys(services);
        AddIssuing(services, builder.Name);
        EndpointServices.AddTo(services, builder.Name);
        services.AddSingleton<IssuerTelemetry>();
        services.AddSingleton<RetriedSessions>();
        services.AddSingleton<IssuerMonitor>();
        services.AddSingleton<SessionActivity>();
        if (!DocumentGeneration.IsRunning)
        {
            AddHostedServices(services);
        }
    }

    /// <summary>Adds what validates the options at start, uses the stores, and records activity.</summary>
    private static void AddHostedServices(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TokenIssuerOptions>, TokenIssuerOptionsValidator>());
        services.AddOptions<TokenIssuerOptions>().ValidateOnStart();
        services.AddSingleton<IStartupFilter, SessionActivityFilter>();
        services.AddHostedService<KeyRingPersistenceCheck>();
        services.AddHostedService<KeyService>();
        services.AddHostedService<SessionSweeper>();
        services.AddHostedService(static provider => provider.GetRequiredService<SessionActivity>());
        services.AddHostedService<MemoryStoreWarning>();
        services.AddHostedService(static provider => provider.GetRequiredService<IssuerMonitor>());
    }

    /// <summary>Adds stores in memory, which those of another package replace, whether they are added before or after.</summary>
    private static void AddStores(HipaaJwtBuilder builder)
    {
        var services = builder.Services;
        if (!services.Any(service => service.ServiceType == typeof(IRevocationStore)))
        {
            builder.AddMemoryStores();
        }

        if (!services.Any(service => service.ServiceType == typeof(ISessionStore)))
        {
            builder.AddSessionStore<MemorySessionStore>();
        }

        services.TryAddSingleton<ISigningKeyStore, MemorySigningKeyStore>();
        services.AddSingleton(static provider => new LimitedSessionStore(
            provider.GetRequiredService<ISessionStore>(), Limit(provider, "sessions", OptionsOf(provider).StoreTimeout)));
        services.AddSingleton(static provider => new LimitedKeyStore(
            provider.GetRequiredService<ISigningKeyStore>(), Limit(provider, "signing keys", OptionsOf(provider).StoreTimeout)));
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection();
        services.TryAddSingleton<IKeyProtector, DataProtectionKeyProtector>();
        services.AddSingleton<KeyReader>();
        services.AddSingleton(static provider => new KeyAuditor(
            OptionsOf(provider), new Lazy<IAuditTrail>(provider.GetRequiredService<IAuditTrail>)));
        services.AddSingleton<KeyKeeper>();
        services.TryAddSingleton<ISigner>(static provider => new StoredKeySigner(
            provider.GetRequiredService<KeyKeeper>(),
            new Lazy<ISessionRevocation>(provider.GetRequiredService<ISessionRevocation>),
            OptionsOf(provider)));
        services.AddSingleton<ISigningKeyAdministrator, SigningKeyAdministrator>();
    }

    private static void AddIssuing(IServiceCollection services, string trust)
    {
        services.AddSingleton<SessionProtector>();
        services.AddSingleton<SessionEnder>();
        services.AddSingleton<IssuerEvents>();
        services.AddSingleton<StartExemption>();
        services.AddSingleton<RefreshChecks>();
        services.AddSingleton<RefreshTokenReader>();
        services.AddSingleton(provider => BuildSigner(provider, trust));
        services.AddSingleton(static provider => new RefreshPolicies(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<IServiceProviderIsService>(),
            Limit(provider, "refresh policy", OptionsOf(provider).PolicyTimeout)));
        services.AddSingleton<SessionStarter>();
        services.AddSingleton<SessionRefresher>();
        services.AddSingleton<ITokenIssuer, TokenIssuerService>();
        services.AddSingleton<ISessionAdministrator, SessionAdministrator>();
    }

    private static AccessTokenSigner BuildSigner(IServiceProvider provider, string trust)
    {
        var signer = provider.GetRequiredService<ISigner>();
        return new AccessTokenSigner(
            signer,
            signer is StoredKeySigner ? null : Limit(provider, "signer", OptionsOf(provider).PolicyTimeout),
            OptionsOf(provider),
            provider.GetRequiredService<IOptionsMonitor<HipaaJwtOptions>>().Get(trust).PhiClaims,
            provider.GetRequiredService<TimeProvider>());
    }

    /// <summary>Each store, the policy and the signer have threads of their own, so that one that hangs leaves the others alone.</summary>
    private static StoreCalls Limit(IServiceProvider provider, string name, TimeSpan timeout) =>
        new($"HipaaJwt {name}", timeout, provider.GetRequiredService<TimeProvider>());

    private static TokenIssuerOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<TokenIssuerOptions>();
}
