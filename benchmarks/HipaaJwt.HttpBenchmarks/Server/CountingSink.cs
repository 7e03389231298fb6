using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>Counts events without storing them, so that the benchmark does not measure a disk.</summary>
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
