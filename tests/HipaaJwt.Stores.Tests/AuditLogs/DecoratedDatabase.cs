namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>A database that calls another one. A test overrides what it observes or changes.</summary>
internal abstract class DecoratedDatabase(IAuditLogDatabase database) : IAuditLogDatabase
{
    public string Name => database.Name;

    public virtual ValueTask OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public virtual ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) =>
        database.ReadStateAsync(cancellationToken);

    public virtual ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken) =>
        database.CreateAsync(head, cancellationToken);

    public virtual ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken) => database.AppendAsync(eventIds, build, cancellationToken);

    public virtual ValueTask<bool> TryAppendAsync(
        AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken) =>
        database.TryAppendAsync(expected, append, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken) =>
        database.ReadEventsAsync(first, count, withRecords, cancellationToken);

    public virtual ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) => database.ReadCheckpointsAsync(first, count, cancellationToken);

    public virtual ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken) =>
        database.AddCheckpointAsync(checkpoint, cancellationToken);
}
