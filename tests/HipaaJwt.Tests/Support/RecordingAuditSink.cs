using System.Collections.Concurrent;

namespace HipaaJwt.Tests.Support;

/// <summary>Records every event, after an optional action of the test.</summary>
public sealed class RecordingAuditSink : IAuditSink
{
    private readonly Func<AuditEvent, CancellationToken, Task> _beforeWrite;
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    public RecordingAuditSink(Func<AuditEvent, CancellationToken, Task>? beforeWrite = null) =>
        _beforeWrite = beforeWrite ?? ((_, _) => Task.CompletedTask);

    public IReadOnlyCollection<AuditEvent> Events => _events;

    public async ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        await _beforeWrite(auditEvent, cancellationToken);
        _events.Enqueue(auditEvent);
    }
}
