using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HipaaJwt.Hosting;

/// <summary>Reports the state, the age and the last refresh of each issuer's fetched keys.</summary>
internal sealed class KeyHealthCheck : IHealthCheck
{
    private readonly IEnumerable<Trust> _trusts;

    public KeyHealthCheck(IEnumerable<Trust> trusts) => _trusts = trusts;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var worst = HealthStatus.Healthy;
        Dictionary<string, object> data = [];
        foreach (var (trust, keys) in _trusts.SelectMany(trust => trust.RemoteKeys.All.Select(keys => (trust, keys))))
        {
            var state = keys.State;
            var status = StatusOf(state, context.Registration.FailureStatus);
            worst = status < worst ? status : worst;
            var name = keys.Settings.Issuer.Issuer + trust.Description;
            data[data.ContainsKey(name) ? $"{name} ({keys.Settings.Address})" : name] = Describe(keys, state);
        }

        var description = string.Join("; ", data.Select(issuer => $"{issuer.Key}: {issuer.Value}"));
        return Task.FromResult(new HealthCheckResult(worst, description, data: data));
    }

    private static string Describe(RemoteKeys keys, KeyState state)
    {
        var age = keys.Age is { } fetched ? $", fetched {(long)fetched.TotalSeconds} s ago" : string.Empty;
        var result = keys.LastResult;
        var last = result.Outcome == JwksFetchOutcome.None ? string.Empty : $", last refresh: {result.Reason}";
        return $"{state}{age}{last}";
    }

    private static HealthStatus StatusOf(KeyState state, HealthStatus failure) => state switch
    {
        KeyState.Current => HealthStatus.Healthy,
        KeyState.Stale => HealthStatus.Degraded,
        _ => failure,
    };
}
