using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>Takes every event and counts it: what is measured is the way of an event, not somebody's disk.</summary>
internal sealed class CountingSink : IAuditSink
{
    private long _count;

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return ValueTask.CompletedTask;
    }

    public override string ToString() => Interlocked.Read(ref _count).ToString(CultureInfo.InvariantCulture);
}
