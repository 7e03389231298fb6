using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.Fhir.Hosting;

/// <summary>Reports whether the receiver gets the events.</summary>
internal sealed class FhirAuditExportHealthCheck : IHealthCheck
{
    private readonly FhirAuditExportHost? _host;

    public FhirAuditExportHealthCheck(FhirAuditExportHost? host) => _host = host;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_host is null)
        {
            return Task.FromResult(new HealthCheckResult(HealthStatus.Healthy, "No FHIR export is registered."));
        }

        if (_host.Exporter is not { } exporter)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, "The FHIR export has not started."));
        }

        var (status, reason) = (exporter.Status, exporter.Reason);
        Dictionary<string, object> data = new()
        {
            ["status"] = status.ToString(),
            ["sent"] = exporter.Sent,
            ["reason"] = reason ?? string.Empty,
            ["oldestWaiting"] = exporter.OldestWaiting?.ToString("O") ?? string.Empty,
        };
        var health = status switch
        {
            FhirAuditExportStatus.Running or FhirAuditExportStatus.Stopped => HealthStatus.Healthy,
            FhirAuditExportStatus.Waiting => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        return Task.FromResult(new HealthCheckResult(health, $"FHIR export: {status}", data: data));
    }
}
