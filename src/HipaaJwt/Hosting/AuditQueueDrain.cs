using HipaaJwt.Auditing;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>Empties the audit queues while the application shuts down.</summary>
internal sealed class AuditQueueDrain : IHostedService
{
    private readonly AuditTrail _trail;

    public AuditQueueDrain(AuditTrail trail) => _trail = trail;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _trail.DrainAsync(cancellationToken);
}
