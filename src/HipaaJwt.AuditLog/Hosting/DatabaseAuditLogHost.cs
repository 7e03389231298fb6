using HipaaJwt.AuditLog.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Hosting;

/// <summary>
/// Opens the log before any other service starts, so that no decision goes without it. A log that cannot be opened stops the host. The
/// service provider closes it after all other services, so that the last events of a shutdown are written.
/// </summary>
internal sealed class DatabaseAuditLogHost : IHostedLifecycleService
{
    private readonly DatabaseAuditLogSink _sink;
    private readonly TimeProvider _time;
    private readonly LogTelemetry _telemetry;
    private readonly ILogger<DatabaseAuditLog> _logger;
    private readonly IHostEnvironment? _environment;

    public DatabaseAuditLogHost(
        DatabaseAuditLogSink sink,
        TimeProvider time,
        LogTelemetry telemetry,
        ILogger<DatabaseAuditLog> logger,
        IHostEnvironment? environment = null)
    {
        _sink = sink;
        _time = time;
        _telemetry = telemetry;
        _logger = logger;
        _environment = environment;
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var (database, options) = (_sink.Registration.Database, _sink.Registration.Options);
        ServiceNameDefault.Apply(options, _environment);
#pragma warning disable CA2000 // The sink disposes of it.
        var log = await DatabaseAuditLog.OpenAsync(
            database, options, _time, _logger, _telemetry, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA2000
        _sink.Attach(log);
        _telemetry.AddGauges(() => (log.Status, log.Unanchored));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
