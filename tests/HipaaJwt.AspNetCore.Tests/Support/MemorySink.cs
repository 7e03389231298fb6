using System.Collections.Concurrent;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>An audit sink that keeps events in memory, or fails for selected events.</summary>
public sealed class MemorySink : IAuditSink
{
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    /// <summary>Selects the events that the sink fails to record.</summary>
    public Func<AuditEvent, bool> FailsFor { get; set; } = _ => false;

    public IReadOnlyList<AuditEvent> Events => [.. _events];

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        if (FailsFor(auditEvent))
        {
            throw new IOException("The disk is full.");
        }

        _events.Enqueue(auditEvent);
        return ValueTask.CompletedTask;
    }
}
