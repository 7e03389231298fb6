using HipaaJwt.Auditing;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>Drains the audit queues when the host stops.</summary>
internal sealed class AuditQueueDrain : IHostedService
{
    private readonly AuditTrail _trail;

    public AuditQueueDrain(AuditTrail trail) => _trail = trail;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _trail.DrainAsync(cancellationToken);
}
