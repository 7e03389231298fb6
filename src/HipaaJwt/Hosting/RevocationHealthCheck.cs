using HipaaJwt.Revocations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.Hosting;

/// <summary>Reports the state, the age, the size and the lag of the view of revocations.</summary>
internal sealed class RevocationHealthCheck : IHealthCheck
{
    private readonly RevocationMonitor? _monitor;

    public RevocationHealthCheck(RevocationMonitor? monitor) => _monitor = monitor;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_monitor is null)
        {
            return Task.FromResult(new HealthCheckResult(HealthStatus.Healthy, "Revocation is off: no store is registered."));
        }

        var (state, age) = (_monitor.State, _monitor.Age);
        Dictionary<string, object> data = new()
        {
            ["store"] = _monitor.StoreName,
            ["state"] = state.ToString(),
            ["entries"] = _monitor.Count,
            ["lag"] = _monitor.Lag,
            ["lastRead"] = _monitor.LastOutcome,
        };
        if (age is { } seconds)
        {
            data["ageSeconds"] = seconds.TotalSeconds;
        }

        var status = state == RevocationState.Current ? HealthStatus.Healthy : context.Registration.FailureStatus;
        var description = $"{_monitor.StoreName}: {state}, last read: {_monitor.LastOutcome}";
        return Task.FromResult(new HealthCheckResult(status, description, data: data));
    }
}
