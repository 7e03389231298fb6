using HipaaJwt.Policy;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>
/// Starts the refreshes of keys when the host starts, so the first token does not wait for them. The start does not wait for the
/// keys: an unavailable issuer must not stop the host, and an issuer in the same application does not listen yet.
/// </summary>
internal sealed class KeyRefreshService : IHostedService
{
    private readonly IEnumerable<Trust> _trusts;

    public KeyRefreshService(IEnumerable<Trust> trusts) => _trusts = trusts;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var trust in _trusts)
        {
            trust.RemoteKeys.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
