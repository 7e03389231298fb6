namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Counts the rows that a reader of a database reads.</summary>
internal sealed class CountingDatabase(IAuditLogDatabase database) : IAuditLogDatabase
{
    public int RowsRead { get; private set; }

    public string Name => database.Name;

    public ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) =>
        database.ReadStateAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken)
    {
        var rows = await database.ReadEventsAsync(first, count, withRecords, cancellationToken);
        RowsRead += rows.Count;
        return rows;
    }

    public ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) => database.ReadCheckpointsAsync(first, count, cancellationToken);

    public ValueTask OpenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
