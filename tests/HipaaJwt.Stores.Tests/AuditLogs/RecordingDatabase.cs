namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Keeps the batches that a log writes to a database.</summary>
internal sealed class RecordingDatabase(IAuditLogDatabase database) : IAuditLogDatabase
{
    public List<IReadOnlyList<AuditLogRow>> Batches { get; } = [];

    public string Name => database.Name;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) =>
        database.ReadStateAsync(cancellationToken);

    public ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken) => database.CreateAsync(head, cancellationToken);

    public ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken) => database.AppendAsync(
            eventIds,
            (head, existing) =>
            {
                var append = build(head, existing);
                Batches.Add(append.Rows);
                return append;
            },
            cancellationToken);

    public async ValueTask<bool> TryAppendAsync(AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken)
    {
        var isWritten = await database.TryAppendAsync(expected, append, cancellationToken);
        if (isWritten)
        {
            Batches.Add(append.Rows);
        }

        return isWritten;
    }

    public ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken) =>
        database.ReadEventsAsync(first, count, withRecords, cancellationToken);

    public ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) => database.ReadCheckpointsAsync(first, count, cancellationToken);

    public ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken) =>
        database.AddCheckpointAsync(checkpoint, cancellationToken);
}
