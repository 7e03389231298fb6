using HipaaJwt.Auditing;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.DependencyInjection;

/// <summary>Empties the audit queues while the application shuts down.</summary>
internal sealed class AuditDrain : IHostedService
{
    private readonly AuditTrail _trail;

    public AuditDrain(AuditTrail trail) => _trail = trail;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _trail.DrainAsync(cancellationToken);
}
