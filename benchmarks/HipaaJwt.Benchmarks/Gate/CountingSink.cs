namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Counts the events that it receives.</summary>
internal sealed class CountingSink : IAuditSink
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return ValueTask.CompletedTask;
    }
}
