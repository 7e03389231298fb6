using System.Diagnostics.Metrics;
using HipaaJwt.Auditing;
using HipaaJwt.Configuration;
using HipaaJwt.Diagnostics;
using HipaaJwt.Hosting;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Replay;
using HipaaJwt.Revocations;
using HipaaJwt.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds the services that all trusts share: audit trail, replay store, key downloads, metrics and hosted services.</summary>
internal static class ProcessServices
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        AddOptions(services);
        services.TryAddSingleton(_ => new HipaaJwtActivities());
        services.TryAddSingleton(provider => new ValidationTelemetry(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton(provider => new AuditTelemetry(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<IJwtRevalidator>(provider => new JwtRevalidator(
            provider.GetServices<Trust>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<RevocationGuard>()));
        AddAuditing(services);
        AddReplay(services);
        AddKeyDownloads(services);
        if (!DocumentGeneration.IsRunning)
        {
            HostedServices.AddTo(services);
            if (!services.Any(service => service.ServiceType == typeof(TrustRegistration)))
            {
                StartWarmup.Begin();
            }
        }
    }

    /// <summary>Gets the options of the unnamed trust, or those of the first trust if all have names.</summary>
    public static HipaaJwtOptions OptionsOfProcess(IServiceProvider provider)
    {
        var trusts = provider.GetServices<TrustRegistration>().ToArray();
        var primary = trusts.FirstOrDefault(trust => trust.Name == Options.DefaultName) ?? trusts[0];
        return provider.GetRequiredKeyedService<ValidationPolicyProvider>(primary.Name).StartOptions;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddSingleton(provider => new PolicyOptionsValidator(trust => provider.GetKeyedService<ValidationPolicyBuilder>(trust)));
        AddValidator(services, provider => new SectionValidator(provider.GetService<IConfiguration>()));
        AddValidator(services, provider => new DevelopmentOptionsValidator(provider.GetService<IHostEnvironment>()));
        AddValidator(services, provider => provider.GetRequiredService<PolicyOptionsValidator>());
        AddValidator(services, _ => new IdentityModelVersionValidator());
    }

    /// <summary>Adds a validator of the options unless one of its type is registered.</summary>
    private static void AddValidator<TValidator>(IServiceCollection services, Func<IServiceProvider, TValidator> create)
        where TValidator : class, IValidateOptions<HipaaJwtOptions> =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HipaaJwtOptions>, TValidator>(create));

    private static void AddAuditing(IServiceCollection services)
    {
        services.TryAddSingleton(provider => OptionsOfProcess(provider).Audit);
        services.TryAddSingleton(BuildTrail);
        services.TryAddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.TryAddSingleton(provider => new AuditEventFactory(provider.GetRequiredService<IAuditTrail>()));
        services.TryAddSingleton(provider => new RejectedClaimsReporter(provider.CreateLogger<RejectedClaimsReporter>()));
        services.TryAddSingleton(provider => new VerdictRecorder(
            provider.GetRequiredService<IAuditTrail>(),
            provider.GetRequiredService<AuditEventFactory>(),
            provider.GetRequiredService<ValidationTelemetry>(),
            provider.GetRequiredService<RejectedClaimsReporter>()));
    }

    private static void AddReplay(IServiceCollection services)
    {
        services.TryAddSingleton<IReplayStore>(provider =>
        {
            var options = OptionsOfProcess(provider).Replay;
            return new MemoryReplayStore(options.Capacity, options.MaxPerSender, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton(provider => new ReplayGuard(
            provider.GetRequiredService<IReplayStore>(),
            OptionsOfProcess(provider).Replay.Timeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.CreateLogger<ReplayGuard>()));
    }

    private static void AddKeyDownloads(IServiceCollection services)
    {
        // Each outcome is logged by KeyEventLogger. The default lines add a stack trace for each failure.
        services.AddHttpClient(JwksHttpClient.ClientName).RemoveAllLoggers();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, KeyHttpClientDefaults>(
            _ => new KeyHttpClientDefaults()));
        services.TryAddSingleton(BuildKeyTelemetry);
        services.TryAddSingleton<IKeyObserver>(provider => new KeyEventLogger(
            provider.GetRequiredService<KeyTelemetry>(), provider.CreateLogger<KeyEventLogger>()));
        services.TryAddSingleton(provider => new JwksHttpClient(provider.GetRequiredService<IHttpClientFactory>()));
        services.TryAddSingleton(provider => new ThrottledJwksClient(
            provider.GetRequiredService<JwksHttpClient>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new FetchTurns(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new JwksFetcher(
            provider.GetRequiredService<ThrottledJwksClient>(),
            provider.GetRequiredService<FetchTurns>(),
            provider.GetRequiredService<KeyInterner>(),
            provider.GetRequiredService<HipaaJwtActivities>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(_ => new KeyInterner());
        services.TryAddSingleton(_ => new LeakedKeys());
    }

    private static KeyTelemetry BuildKeyTelemetry(IServiceProvider provider)
    {
        var telemetry = new KeyTelemetry(provider.GetRequiredService<IMeterFactory>());
        var trusts = new Lazy<Trust[]>(() => [.. provider.GetServices<Trust>()]);
        telemetry.AddGauges(() =>
            from trust in trusts.Value
            from keys in trust.RemoteKeys.All
            let state = keys.State
            select (keys.Settings.Issuer.Issuer, (int)state, state.ToString(), keys.Age));
        return telemetry;
    }

    private static AuditTrail BuildTrail(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<AuditOptions>();
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = new GuardedLogger(provider.CreateLogger<AuditTrail>());
        var telemetry = provider.GetRequiredService<AuditTelemetry>();
        var sinks = provider.GetServices<AuditSinkRegistration>().ToArray();
        return new AuditTrail(
            [.. sinks.Where(sink => sink.Delivery == AuditDelivery.Required).Select(CreateRequired)],
            [.. sinks.Where(sink => sink.Delivery == AuditDelivery.BestEffort).Select(CreateQueue)],
            time,
            telemetry);

        RequiredSink CreateRequired(AuditSinkRegistration sink) =>
            new(sink.Name, sink.Resolve(provider), options.WriteTimeout, time, logger);

        AuditQueue CreateQueue(AuditSinkRegistration sink) => new(sink.Resolve(provider), options, time, new AuditLossReporter(
            time,
            () => telemetry.RecordLoss(sink.Name),
            (count, reason) => Log.EventsLost(logger, sink.Name, count, reason)));
    }
}
