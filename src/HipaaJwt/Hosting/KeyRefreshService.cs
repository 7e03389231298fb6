using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.DependencyInjection;

/// <summary>
/// Begins to fetch keys when the application starts, so that the first token need not wait for them. The start waits for
/// nothing: an issuer that is down must not keep the application down, and one that is part of it is not up yet.
/// </summary>
internal sealed class KeyRefresh : IHostedService
{
    private readonly RemoteKeyStore _keys;

    /// <param name="plans">Says whose keys are fetched.</param>
    /// <param name="keys">The keys.</param>
    public KeyRefresh(PlanSource plans, RemoteKeyStore keys)
    {
        _ = plans.Current;
        _keys = keys;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _keys.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
