using System.Collections.Concurrent;

namespace HipaaJwt.TokenIssuer.Tests.Support;

/// <summary>Keeps all events, and fails as long as the test wants.</summary>
internal sealed class RecordingSink : IAuditSink
{
    private readonly ConcurrentQueue<AuditEvent> _events = [];

    public bool Fails { get; set; }

    public IReadOnlyList<AuditEvent> Events => [.. _events];

    public IEnumerable<AuditEvent> Of(AuditEventType type) => _events.Where(written => written.Type == type);

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new InvalidOperationException("The sink is down.");
        }

        _events.Enqueue(auditEvent);
        return ValueTask.CompletedTask;
    }
}
