using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Reports whether the log accepts events, and how many of them an anchor lacks.</summary>
internal sealed class FileAuditLogHealthCheck : IHealthCheck
{
    private readonly FileAuditLogSink? _sink;
    private readonly IOptions<FileAuditLogOptions> _options;

    public FileAuditLogHealthCheck(FileAuditLogSink? sink, IOptions<FileAuditLogOptions> options)
    {
        _sink = sink;
        _options = options;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_sink is null)
        {
            return Task.FromResult(new HealthCheckResult(HealthStatus.Healthy, "No audit log is registered."));
        }

        if (_sink.Log is not { } log)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "The audit log is not open."));
        }

        var unanchored = log.Unanchored;
        string[] failing = [.. log.Log.Engine.Anchors.Failures.Select(failure => $"{failure.Name}: {failure.Failure}")];
        Dictionary<string, object> data = new()
        {
            ["status"] = log.Status.ToString(),
            ["events"] = log.Count,
            ["unanchored"] = unanchored,
            ["failingAnchors"] = string.Join(", ", failing),
        };
        var status = log.Status != AuditLogStatus.Writing ? context.Registration.FailureStatus
            : failing.Length > 0 || unanchored > _options.Value.MaxUnanchoredEvents ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        return Task.FromResult(new HealthCheckResult(status, $"Audit log: {log.Status}, {unanchored} events not anchored", data: data));
    }
}
