using System.Collections.Concurrent;

namespace HipaaJwt.Tests.Support;

/// <summary>Keeps every event, and does before that whatever a test wants done.</summary>
public sealed class RecordingAuditSink : IAuditSink
{
    private readonly Func<AuditEvent, CancellationToken, Task> _before;
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    public RecordingAuditSink(Func<AuditEvent, CancellationToken, Task>? before = null) => _before = before ?? ((_, _) => Task.CompletedTask);

    public IReadOnlyCollection<AuditEvent> Events => _events;

    public async ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        await _before(auditEvent, cancellationToken);
        _events.Enqueue(auditEvent);
    }
}
