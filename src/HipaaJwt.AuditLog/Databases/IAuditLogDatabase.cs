namespace HipaaJwt;

/// <summary>
/// A database that keeps one audit log, which several processes write. The packages <c>HipaaJwt.PostgreSql</c> and <c>HipaaJwt.Sqlite</c>
/// implement it. Implementations are thread-safe. A call may block its thread: the log appends on a thread of its own, and goes on with
/// another one if a call does not return in time.
/// </summary>
public interface IAuditLogDatabase
{
    /// <summary>The kind and the place of the database, for log lines and results. It contains no secrets.</summary>
    string Name { get; }

    /// <summary>Prepares the database for writing: checks that commits are durable, and creates or checks the tables.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the database is ready.</returns>
    /// <exception cref="Exception">
    /// The database must not be used, for example because it loses commits. The message names the remedy.
    /// </exception>
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Reads the state of the log, all at the same moment.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The state; null if there is no head.</returns>
    ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Adds the head of a new log, unless there is one.</summary>
    /// <param name="head">The head.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when a head is durable.</returns>
    ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the head, reads events by their identifiers, and then inserts events and replaces the head, in one transaction. After an
    /// exception the outcome is unknown.
    /// </summary>
    /// <param name="eventIds">The identifiers of the events to read after the lock. Often none.</param>
    /// <param name="build">
    /// Receives the locked head and the events that exist, and returns what to write. If it throws, the transaction must be rolled back
    /// and the exception must reach the caller.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the transaction is durable.</returns>
    /// <exception cref="AuditLogDamagedException">There is no head.</exception>
    ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken);

    /// <summary>
    /// Inserts events and replaces the head, in one transaction, if the head is the expected one. It saves a database with a server the
    /// round trip of the lock while one process alone writes. After an exception the outcome is unknown.
    /// </summary>
    /// <param name="expected">The head that the database should have.</param>
    /// <param name="append">What to write.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// Whether the transaction is durable. False if the database has another head, and by default: then <see cref="AppendAsync"/> follows.
    /// </returns>
    ValueTask<bool> TryAppendAsync(AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken) => new(false);

    /// <summary>Reads events in the order of their indexes.</summary>
    /// <param name="first">The smallest index.</param>
    /// <param name="count">The largest number of rows, 1 or more.</param>
    /// <param name="withRecords">Whether to read the records; otherwise they are empty.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The rows; none at the end.</returns>
    ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(long first, int count, bool withRecords, CancellationToken cancellationToken);

    /// <summary>Reads checkpoints in the order of their sizes.</summary>
    /// <param name="first">The smallest size.</param>
    /// <param name="count">The largest number of checkpoints, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The checkpoints; none at the end.</returns>
    ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(long first, int count, CancellationToken cancellationToken);

    /// <summary>Adds a checkpoint, unless there is one of its size.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when a checkpoint of this size is durable.</returns>
    ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken);
}
