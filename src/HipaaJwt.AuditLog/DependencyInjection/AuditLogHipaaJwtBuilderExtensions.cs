using HipaaJwt;
using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Opening;
using HipaaJwt.AuditLog.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the audit log in files.</summary>
public static class AuditLogHipaaJwtBuilderExtensions
{
    /// <summary>
    /// Writes the events of all trusts of the process to a durable, tamper-evident log in files (45 CFR 164.312(b)). The host does not
    /// start if the log cannot be opened. A process has one such log: a further call only adds to its configuration.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Configures the log. Set at least <see cref="FileAuditLogOptions.Directory"/>.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> by default: a decision waits until its event is on the disk, and becomes a denial if it is not.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    ///     .AddFileAuditLog(log =&gt; log.Directory = "/var/lib/clinic/audit");
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddFileAuditLog(
        this HipaaJwtBuilder builder, Action<FileAuditLogOptions> configure, AuditDelivery delivery = AuditDelivery.Required)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        var isAdded = services.Any(service => service.ServiceType == typeof(FileAuditLogSink));
        services.AddOptions<FileAuditLogOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileAuditLogOptions>, FileAuditLogOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<FileAuditLogOptions>, ServiceNameDefault>());
        services.TryAddSingleton<LogTelemetry>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FileAuditLogHost>());
        if (isAdded)
        {
            return builder;
        }

        services.AddSingleton(provider => HealthOf(
            provider.GetRequiredService<FileAuditLogSink>(), provider.GetRequiredService<IOptions<FileAuditLogOptions>>()));
        return builder.AddAuditSink<FileAuditLogSink>(delivery);
    }

    /// <summary>
    /// Writes the events of all trusts of the process to a durable, tamper-evident log in a database that several processes share
    /// (45 CFR 164.312(b)). Applications call <c>AddPostgreSqlAuditLog</c> or <c>AddSqliteAuditLog</c>, or this method with a database of
    /// their own. The host does not start if the log cannot be opened. A process has one such log: a further call replaces it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="database">Gets the database, once.</param>
    /// <param name="options">Gets the options, once.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> by default: a decision waits until its event is durable, and becomes a denial if it is not.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/>, <paramref name="database"/> or <paramref name="options"/> is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    public static HipaaJwtBuilder AddDatabaseAuditLog(
        this HipaaJwtBuilder builder,
        Func<IServiceProvider, IAuditLogDatabase> database,
        Func<IServiceProvider, AuditLogOptions> options,
        AuditDelivery delivery = AuditDelivery.Required)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        var services = builder.Services;
        var isAdded = services.Any(service => service.ServiceType == typeof(DatabaseAuditLogSink));
        services.Replace(ServiceDescriptor.Singleton(
            provider => new DatabaseAuditLogRegistration(database(provider), options(provider))));
        services.TryAddSingleton<LogTelemetry>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DatabaseAuditLogHost>());
        if (isAdded)
        {
            return builder;
        }

        services.AddSingleton(provider => HealthOf(provider.GetRequiredService<DatabaseAuditLogSink>()));
        return builder.AddAuditSink<DatabaseAuditLogSink>(delivery);
    }

    /// <summary>Adds a check of the audit log. It writes nothing.</summary>
    /// <remarks>
    /// The status is healthy if the log accepts events, degraded if an anchor fails or lacks more than
    /// <see cref="AuditLogOptions.MaxUnanchoredEvents"/>, and <paramref name="failureStatus"/> if events are rejected.
    /// </remarks>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; <c>hipaajwt-audit-log</c> by default.</param>
    /// <param name="failureStatus">The status if events are rejected; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check; none by default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddHipaaJwtAuditLog(tags: ["ready"]);</code></example>
    public static IHealthChecksBuilder AddHipaaJwtAuditLog(
        this IHealthChecksBuilder builder,
        string name = "hipaajwt-audit-log",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new AuditLogHealthCheck(provider.GetServices<LogHealth>()),
            failureStatus,
            tags));
    }

    private static LogHealth HealthOf(FileAuditLogSink sink, IOptions<FileAuditLogOptions> options) => new(() => sink.Log is { } log
        ? new LogState(log.Status, log.Count, log.Unanchored, options.Value.MaxUnanchoredEvents, log.Log.Engine.Anchors.Failures)
        : null);

    private static LogHealth HealthOf(DatabaseAuditLogSink sink) => new(() => sink.Log is { } log
        ? new LogState(log.Status, log.Count, log.Unanchored, sink.Registration.Options.MaxUnanchoredEvents, log.AnchorFailures)
        : null);
}
