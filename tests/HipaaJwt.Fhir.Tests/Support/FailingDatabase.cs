namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>A database whose reads fail once, at a number that a test sets.</summary>
internal sealed class FailingDatabase(IAuditLogDatabase database) : IAuditLogDatabase
{
    private int _reads;

    /// <summary>The number of the read of the state that fails, from 1.</summary>
    public int FailAt { get; init; }

    public string Name => database.Name;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) => ++_reads == FailAt
        ? throw new TimeoutException()
        : database.ReadStateAsync(cancellationToken);

    public ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken) => database.CreateAsync(head, cancellationToken);

    public ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken) => database.AppendAsync(eventIds, build, cancellationToken);

    public ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken) =>
        database.ReadEventsAsync(first, count, withRecords, cancellationToken);

    public ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) => database.ReadCheckpointsAsync(first, count, cancellationToken);

    public ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken) =>
        database.AddCheckpointAsync(checkpoint, cancellationToken);
}
