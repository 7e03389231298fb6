using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.TokenIssuer.Health;

/// <summary>Reports whether the issuer can issue tokens, and whether sessions are retried again and again.</summary>
internal sealed class IssuerHealthCheck : IHealthCheck
{
    private const string Available = "available";
    private const string Failed = "failed at the last call";

    private readonly IssuerMonitor? _monitor;

    /// <param name="monitor">The state of the issuer; null without an issuer.</param>
    public IssuerHealthCheck(IssuerMonitor? monitor) => _monitor = monitor;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_monitor is null)
        {
            return Task.FromResult(new HealthCheckResult(HealthStatus.Healthy, "No issuer is registered."));
        }

        var (state, age, retried) = (_monitor.KeyState, _monitor.KeyAge, _monitor.CountRetriedSessions());
        var sessions = _monitor.IsSessionStoreFailing ? Failed : Available;
        var signer = _monitor.IsSignerFailing ? Failed : Available;
        Dictionary<string, object> data = new()
        {
            ["keys"] = state.ToString(),
            ["signer"] = signer,
            ["sessionStore"] = sessions,
            ["retriedSessions"] = retried,
        };
        if (age is { } active)
        {
            data["keyAgeSeconds"] = active.TotalSeconds;
        }

        var isFailing = state == IssuerKeyState.None || _monitor.IsSessionStoreFailing || _monitor.IsSignerFailing;
        var status = isFailing ? context.Registration.FailureStatus
            : state == IssuerKeyState.Stale || retried > 0 ? HealthStatus.Degraded
            : HealthStatus.Healthy;
        var description = $"Keys: {state}; signer: {signer}; store of sessions: {sessions}; sessions retried in a row: {retried}";
        return Task.FromResult(new HealthCheckResult(status, description, data: data));
    }
}
