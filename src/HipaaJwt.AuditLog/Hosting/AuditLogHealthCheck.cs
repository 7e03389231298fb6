using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Reports whether the logs accept events, and how many of them an anchor lacks. The worst log decides.</summary>
internal sealed class AuditLogHealthCheck : IHealthCheck
{
    private readonly IReadOnlyList<LogHealth> _logs;

    public AuditLogHealthCheck(IEnumerable<LogHealth> logs) => _logs = [.. logs];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_logs.Count == 0
            ? new HealthCheckResult(HealthStatus.Healthy, "No audit log is registered.")
            : _logs.Select(log => Check(log.Read(), context.Registration.FailureStatus)).MinBy(result => result.Status));

    private static HealthCheckResult Check(LogState? state, HealthStatus failureStatus)
    {
        if (state is null)
        {
            return new HealthCheckResult(failureStatus, "The audit log is not open.");
        }

        string[] failing = [.. state.AnchorFailures.Select(failure => $"{failure.Name}: {failure.Failure}")];
        Dictionary<string, object> data = new()
        {
            ["status"] = state.Status.ToString(),
            ["events"] = state.Count,
            ["unanchored"] = state.Unanchored,
            ["failingAnchors"] = string.Join(", ", failing),
        };
        var status = state.Status != AuditLogStatus.Writing ? failureStatus
            : failing.Length > 0 || state.Unanchored > state.MaxUnanchored ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        return new HealthCheckResult(status, $"Audit log: {state.Status}, {state.Unanchored} events not anchored", data: data);
    }
}
