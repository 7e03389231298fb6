using HipaaJwt;
using HipaaJwt.Fhir.Hosting;
using HipaaJwt.Fhir.Opening;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the export of the audit log to FHIR.</summary>
public static class FhirHipaaJwtBuilderExtensions
{
    /// <summary>
    /// Exports the audit log of the service as FHIR R4 AuditEvent resources while the host runs. A process has one export: a further call
    /// only adds to its configuration. The log is that of <c>AddFileAuditLog</c>, <c>AddPostgreSqlAuditLog</c> or <c>AddSqliteAuditLog</c>.
    /// </summary>
    /// <remarks>
    /// The processes of a log in a database share one stream, and each one that exports it sends all events.
    /// Call this method in one of them.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">
    /// Configures the export. Set <see cref="FhirAuditExportOptions.Endpoint"/> or <see cref="FhirAuditExportOptions.OutputFile"/>, and for
    /// a log in a database <see cref="FhirAuditExportOptions.CursorFile"/>.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    ///     .AddFileAuditLog(log =&gt; log.Directory = "/var/lib/clinic/audit")
    ///     .AddFhirAuditExport(export =&gt; export.Endpoint = new Uri("https://arr.hospital.example/fhir"));
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddFhirAuditExport(this HipaaJwtBuilder builder, Action<FhirAuditExportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<FhirAuditExportOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<FhirAuditExportOptions>, LogDirectoryDefault>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FhirAuditExportOptions>, FhirAuditExportOptionsValidator>());
        if (services.All(service => service.ServiceType != typeof(FhirAuditExportHost)))
        {
            // A redirect would send audit events elsewhere.
            services.AddHttpClient(FhirAuditExportOptions.HttpClientName)
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
            services.AddMetrics();
            services.AddSingleton<FhirAuditExportHost>();
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<FhirAuditExportHost>());
        }

        return builder;
    }

    /// <summary>Adds a check of the export. It sends nothing.</summary>
    /// <remarks>
    /// The status is healthy if events are exported, degraded if the receiver is not available, and <paramref name="failureStatus"/> if it
    /// rejects a resource or the log cannot be read.
    /// </remarks>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; <c>hipaajwt-fhir-export</c> by default.</param>
    /// <param name="failureStatus">The status if the export stops; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check; none by default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddHipaaJwtFhirExport();</code></example>
    public static IHealthChecksBuilder AddHipaaJwtFhirExport(
        this IHealthChecksBuilder builder,
        string name = "hipaajwt-fhir-export",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, provider => new FhirAuditExportHealthCheck(provider.GetService<FhirAuditExportHost>()), failureStatus, tags));
    }
}
