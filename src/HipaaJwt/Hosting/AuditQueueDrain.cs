using HipaaJwt.Auditing;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>
/// Drains the audit queues after all services of the host have stopped. The server then answers no more requests, regardless of the
/// order of registrations and of <c>HostOptions.ServicesStopConcurrently</c>.
/// </summary>
/// <remarks>
/// The drain has its own time limit, <see cref="AuditOptions.DrainTimeout"/>. Requests that use up the shutdown timeout of the host
/// must not cost the events of the others.
/// </remarks>
internal sealed class AuditQueueDrain : IHostedLifecycleService
{
    private readonly AuditTrail _trail;
    private volatile bool _hasLifecycle;

    public AuditQueueDrain(AuditTrail trail) => _trail = trail;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _hasLifecycle = true;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains the queues only in a host that does not call <see cref="StoppedAsync"/>, such as the older WebHost.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _hasLifecycle ? Task.CompletedTask : DrainAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => DrainAsync();

    private Task DrainAsync() => _trail.DrainAsync(CancellationToken.None);
}
