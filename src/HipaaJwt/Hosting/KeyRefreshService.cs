using HipaaJwt.Policy;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>
/// Starts to fetch keys when the application starts, so the first token need not wait for them. The start does not wait: an
/// issuer that is down must not stop the application, and an issuer inside the application is not listening yet.
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
