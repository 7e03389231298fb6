using HipaaJwt.Stores.Tests.AuditLogs;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>A database whose reads fail once, at a number that a test sets.</summary>
internal sealed class FailingDatabase(IAuditLogDatabase database) : DecoratedDatabase(database)
{
    private int _reads;

    /// <summary>The number of the read of the state that fails, from 1.</summary>
    public int FailAt { get; init; }

    public override ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) => ++_reads == FailAt
        ? throw new TimeoutException()
        : base.ReadStateAsync(cancellationToken);
}
