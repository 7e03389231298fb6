using System.Collections.Concurrent;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A sink that keeps events, or fails when told to.</summary>
public sealed class MemorySink : IAuditSink
{
    private readonly ConcurrentQueue<AuditEvent> _events = new();

    /// <summary>Which events the sink cannot record.</summary>
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
