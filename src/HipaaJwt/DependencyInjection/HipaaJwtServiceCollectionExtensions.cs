using HipaaJwt;
using HipaaJwt.Configuration;
using HipaaJwt.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HipaaJwt to an application.</summary>
public static class HipaaJwtServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IJwtValidator"/> with options from code. Invalid options stop the host at start. A further call adds to the
    /// options.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the trusted issuers and limits.</param>
    /// <returns>A builder for permissions, audit sinks and further checks.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// On a machine with several processors, the first call validates a token of its own on another thread, so that the first request is
    /// faster. This writes no logs, metrics, traces or audit events.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(options => options.Issuers.Add(
    ///         TrustedIssuer.ForKeycloak("https://id.hospital.example", "hospital", "charts-api")))
    ///     .AddPermissions(map => map.Role("physician").Grants("chart:read"))
    ///     .AddAuditSink&lt;LoggingAuditSink&gt;(AuditDelivery.Required);
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, Action<HipaaJwtOptions> configure) =>
        services.AddHipaaJwt(Options.Options.DefaultName, configure);

    /// <summary>
    /// Adds <see cref="IJwtValidator"/> with options from configuration. Invalid options, unknown names and malformed values stop the
    /// host at start. Adding the same section again changes nothing.
    /// </summary>
    /// <remarks>
    /// The options reload when the configuration changes. Valid options take effect. Invalid options are logged, and the previous
    /// options stay in effect. Permissions in the section do not reload.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section with the options, such as <c>configuration.GetSection("HipaaJwt")</c>.</param>
    /// <returns>A builder for permissions, audit sinks and further checks.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example><code>builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"));</code></example>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, IConfiguration section) =>
        services.AddHipaaJwt(Options.Options.DefaultName, section);

    /// <summary>
    /// Adds a named trust with options from code: a set of issuers with its own permissions and checks. All trusts share the audit trail
    /// and the replay store.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the trust, such as <c>partners</c>. It is the key of the service <see cref="IJwtValidator"/>.</param>
    /// <param name="configure">Sets the trusted issuers and limits.</param>
    /// <returns>A builder for permissions and checks of this trust, and for audit sinks.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt("partners", options => options.Issuers.Add(partner));
    /// var validator = provider.GetRequiredKeyedService&lt;IJwtValidator&gt;("partners");
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, string name, Action<HipaaJwtOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return AddTrust(services, name);
    }

    /// <summary>
    /// Adds a named trust with options from configuration, which reload. All trusts share the audit trail and the replay store.
    /// </summary>
    /// <inheritdoc cref="AddHipaaJwt(IServiceCollection, string, Action{HipaaJwtOptions})"/>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the trust, such as <c>partners</c>. It is the key of the service <see cref="IJwtValidator"/>.</param>
    /// <param name="section">The section with the options of this trust.</param>
    public static HipaaJwtBuilder AddHipaaJwt(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(section);
        if (services.Any(service => service.ImplementationInstance is OptionsSectionBinder binder && binder.IsFor(name, section)))
        {
            return AddTrust(services, name);
        }

        services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(new SectionChangeTokenSource(name, section));
        services.AddSingleton<IConfigureOptions<HipaaJwtOptions>>(new OptionsSectionBinder(name, section));
        var builder = AddTrust(services, name);
        var permissions = section.GetSection(OptionsSectionBinder.PermissionsKey);
        return permissions.Exists() ? builder.AddPermissions(permissions) : builder;
    }

    private static HipaaJwtBuilder AddTrust(IServiceCollection services, string name)
    {
        ProcessServices.AddTo(services);
        TrustServices.AddTo(services, name);
        return new HipaaJwtBuilder(services, name);
    }
}
