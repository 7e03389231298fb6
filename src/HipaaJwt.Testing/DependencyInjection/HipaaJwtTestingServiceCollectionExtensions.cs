using HipaaJwt;
using HipaaJwt.Testing.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the test kit to the services of a host.</summary>
public static class HipaaJwtTestingServiceCollectionExtensions
{
    /// <summary>
    /// Replaces the keys of all trusted issuers by keys of test issuers, records audit events, and understands <c>client.As(…)</c>.
    /// Issuers, audiences, permissions and all other options stay those of the application. The environment Production stops the host.
    /// </summary>
    /// <remarks>Call it after the application has registered its services. <c>factory.WithHipaaJwtTesting()</c> does so.</remarks>
    /// <param name="services">The services of the application, with <c>AddHipaaJwt</c>.</param>
    /// <param name="configure">Changes the options of the kit; nothing by default.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddHipaaJwt</c> has not been called.</exception>
    /// <example><code>builder.Services.AddHipaaJwtTesting(options => options.UseFakeClock());</code></example>
    public static IServiceCollection AddHipaaJwtTesting(
        this IServiceCollection services, Action<HipaaJwtTestingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var trust = FindTrust(services);
        var options = new HipaaJwtTestingOptions();
        configure?.Invoke(options);
        if (options.FakeClock is { } clock)
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            services.AddSingleton(clock);
        }

        if (services.Any(service => service.ServiceType == typeof(HostIssuers)))
        {
            return services;
        }

        var recorder = new AuditRecorder();
        services.AddSingleton(recorder);
        services.AddHipaaJwt(trust, static _ => { }).AddAuditSink(recorder, AuditDelivery.Required);
        services.AddSingleton<HostIssuers>();
        services.AddSingleton<IPostConfigureOptions<HipaaJwtOptions>>(provider => provider.GetRequiredService<HostIssuers>());
        services.AddSingleton<PersonaMiddleware>();
        services.AddSingleton<DenialHints>();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, TestingStartupFilter>());
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, ProductionStop>());
        return services;
    }

    /// <summary>Finds a trust of the application: each has a validator with its name as key. Sinks serve all trusts.</summary>
    private static string FindTrust(IServiceCollection services) => services
        .Where(service => service.ServiceType == typeof(IJwtValidator))
        .Select(service => service.ServiceKey)
        .OfType<string>()
        .FirstOrDefault() ?? throw new InvalidOperationException(
            "AddHipaaJwtTesting found no trust to test. Call services.AddHipaaJwt(…) before it.");
}
