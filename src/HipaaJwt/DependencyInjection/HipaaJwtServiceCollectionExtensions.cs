using HipaaJwt;
using HipaaJwt.Auditing;
using HipaaJwt.Checks;
using HipaaJwt.DependencyInjection;
using HipaaJwt.Diagnostics;
using HipaaJwt.Permissions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HipaaJwt to an application.</summary>
public static class HipaaJwtServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IJwtValidator"/> and what it needs. Options that are wrong stop the application at start. Calling it
    /// again adds to the options.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Says what is trusted.</param>
    /// <returns>A builder for permissions, audit sinks and further checks.</returns>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, Action<HipaaJwtOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return AddCore(services);
    }

    /// <summary>
    /// Adds <see cref="IJwtValidator"/> with options from configuration, which may change while the application runs. A name
    /// that is not an option, and a value that does not fit, stop the application at start. Adding the same section again
    /// changes nothing.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section with the options, such as <c>configuration.GetSection("HipaaJwt")</c>.</param>
    /// <returns>A builder for permissions, audit sinks and further checks.</returns>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        if (services.Any(service => service.ImplementationInstance is ConfigureFromSection known && known.Reads(section)))
        {
            return AddCore(services);
        }

        services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(new ConfigurationChanges(section));
        services.AddSingleton<IConfigureOptions<HipaaJwtOptions>>(new ConfigureFromSection(section));
        var builder = AddCore(services);
        var permissions = section.GetSection(ConfigureFromSection.PermissionsKey);
        return permissions.Exists() ? builder.AddPermissions(permissions) : builder;
    }

    private static HipaaJwtBuilder AddCore(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddOptions<HipaaJwtOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HipaaJwtOptions>, HipaaJwtOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HipaaJwtOptions>, IdentityModelVersionValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(BuildPermissions);
        services.TryAddSingleton(provider => provider.GetRequiredService<PermissionMap>().Catalog);
        services.AddRemoteKeys();
        SenderServices.AddTo(services);
        services.TryAddSingleton<RequestChecks>();
        services.TryAddSingleton<PlanBuilder>();
        services.TryAddSingleton<PlanSource>();
        services.TryAddSingleton<ValidationTelemetry>();
        services.TryAddSingleton<RememberedTokens>();
        services.TryAddSingleton<TokenJudge>();
        services.TryAddSingleton(BuildTrail);
        services.TryAddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.TryAddSingleton<IJwtValidator, JwtValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupReport>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuditDrain>());
        return new HipaaJwtBuilder(services);
    }

    private static PermissionMap BuildPermissions(IServiceProvider provider)
    {
        var map = new PermissionMapBuilder();
        foreach (var rules in provider.GetServices<PermissionRules>())
        {
            rules.Apply(map);
        }

        return map.Build();
    }

    private static AuditTrail BuildTrail(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<HipaaJwtOptions>>().Value.Audit;
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<AuditTrail>>();
        var telemetry = provider.GetRequiredService<ValidationTelemetry>();
        var sinks = provider.GetServices<AuditSinkRegistration>().ToLookup(registration => registration.Delivery);
        return new AuditTrail(
            [.. sinks[AuditDelivery.Required].Select(sink => (sink.Name, sink.Resolve(provider)))],
            [.. sinks[AuditDelivery.BestEffort].Select(sink => new AuditQueue(sink.Resolve(provider), options, time, ReportFor(sink.Name)))],
            options,
            time,
            logger);

        LossReport ReportFor(string name) => new(
            time,
            () => telemetry.AuditEventLost(name),
            (count, reason) => Log.EventsLost(logger, name, count, reason));
    }
}
