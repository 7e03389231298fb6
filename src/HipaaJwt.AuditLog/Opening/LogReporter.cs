using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Writing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Writes log lines and metrics about a log. A log provider or a listener that throws does not disturb the log.</summary>
internal sealed class LogReporter : ILogObserver
{
    private readonly ILogger _logger;
    private readonly LogTelemetry? _telemetry;

    public LogReporter(ILogger logger, LogTelemetry? telemetry)
    {
        _logger = logger;
        _telemetry = telemetry;
    }

    public void OnWritten(int records)
    {
        if (_telemetry is not null)
        {
            Guard(() => _telemetry.RecordWritten(records));
        }
    }

    public void OnRejected(int records) => Guard(() => _telemetry?.RecordRejected(records));

    public void OnStateChanged(AuditLogStatus status, string reason) => Guard(() =>
    {
        if (status is AuditLogStatus.Writing or AuditLogStatus.Closed)
        {
            Log.Available(_logger, status, reason);
        }
        else
        {
            Log.Unavailable(_logger, status, reason);
        }
    });

    public void OnAbandoned(string segment, string reason) => Guard(() =>
    {
        _telemetry?.RecordAbandoned();
        Log.SegmentAbandoned(_logger, segment, reason);
    });

    public void OnCheckpointFailed(string reason) => Guard(() => Log.CheckpointFailed(_logger, reason));

    public void OnAnchor(string anchor, string? failure) => Guard(() =>
    {
        if (failure is null)
        {
            Log.AnchorRecovered(_logger, anchor);
        }
        else if (failure == nameof(AuditLogDamagedException))
        {
            Log.AnchorContradicts(_logger, anchor);
        }
        else
        {
            Log.AnchorFailed(_logger, anchor, failure);
        }
    });

#pragma warning disable CA1031 // A log provider may throw any exception.
    private static void Guard(Action report)
    {
        try
        {
            report();
        }
        catch (Exception)
        {
            // The log goes on without its report.
        }
    }
#pragma warning restore CA1031
}
