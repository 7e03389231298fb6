using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.DependencyInjection;

/// <summary>Tells the state and the age of each issuer's fetched keys.</summary>
internal sealed class KeyHealthCheck : IHealthCheck
{
    private readonly RemoteKeyStore _keys;

    /// <param name="plans">Says whose keys are fetched.</param>
    /// <param name="keys">The keys.</param>
    public KeyHealthCheck(PlanSource plans, RemoteKeyStore keys)
    {
        _ = plans.Current;
        _keys = keys;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var worst = HealthStatus.Healthy;
        Dictionary<string, object> data = [];
        foreach (var keys in _keys.All)
        {
            var state = keys.ReadState();
            var status = StatusOf(state, context.Registration.FailureStatus);
            worst = status < worst ? status : worst;
            data[keys.Settings.Issuer] = keys.Age is { } age ? $"{state}, fetched {(long)age.TotalSeconds} s ago" : state.ToString();
        }

        return Task.FromResult(new HealthCheckResult(worst, string.Join("; ", data.Select(issuer => $"{issuer.Key}: {issuer.Value}")), data: data));
    }

    private static HealthStatus StatusOf(KeyState state, HealthStatus failure) => state switch
    {
        KeyState.Current => HealthStatus.Healthy,
        KeyState.Stale => HealthStatus.Degraded,
        _ => failure,
    };
}
