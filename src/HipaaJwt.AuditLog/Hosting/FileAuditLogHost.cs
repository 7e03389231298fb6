using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Opening;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Hosting;

/// <summary>
/// Opens the log before any other service starts, so that no decision goes without it. A log that cannot be opened stops the host. The
/// service provider closes it after all other services, so that the last events of a shutdown are written.
/// </summary>
internal sealed class FileAuditLogHost : IHostedLifecycleService
{
    private readonly FileAuditLogSink _sink;
    private readonly IOptions<FileAuditLogOptions> _options;
    private readonly TimeProvider _time;
    private readonly LogTelemetry _telemetry;
    private readonly ILogger<FileAuditLog> _logger;

    public FileAuditLogHost(
        FileAuditLogSink sink,
        IOptions<FileAuditLogOptions> options,
        TimeProvider time,
        LogTelemetry telemetry,
        ILogger<FileAuditLog> logger)
    {
        _sink = sink;
        _options = options;
        _time = time;
        _telemetry = telemetry;
        _logger = logger;
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The sink disposes of it.
        var log = await FileAuditLog.OpenAsync(_options.Value, _time, _logger, _telemetry, cancellationToken).ConfigureAwait(false);
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
