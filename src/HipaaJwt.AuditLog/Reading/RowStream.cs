namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the records of a log in a database that its newest checkpoint covers, without a gap. Thread-safe.</summary>
internal sealed class RowStream
{
    private readonly IAuditLogDatabase _database;
    private readonly string _origin;

    public RowStream(IAuditLogDatabase database, string origin) => (_database, _origin) = (database, origin);

    /// <summary>Reads the name of the only stream of a database; null if there is none.</summary>
    public static async Task<string?> FindOriginAsync(IAuditLogDatabase database, CancellationToken cancellationToken) =>
        (await CallAsync(database, database.ReadStateAsync, cancellationToken).ConfigureAwait(false))?.Head.Origin;

    /// <summary>Reads the next records.</summary>
    /// <returns>The records; none if the newest checkpoint covers no further ones.</returns>
    public async Task<List<AuditLogEntry>> ReadAsync(long next, int maxCount, CancellationToken cancellationToken)
    {
        var size = SizeOf(await CallAsync(_database, _database.ReadStateAsync, cancellationToken).ConfigureAwait(false));
        MissingRecords.ThrowIfAhead(_origin, next, size);
        var count = (int)Math.Min(maxCount, size - next);
        if (count == 0)
        {
            return [];
        }

        var rows = await CallAsync(
            _database, token => _database.ReadEventsAsync(next, count, withRecords: true, token), cancellationToken).ConfigureAwait(false);
        List<AuditLogEntry> entries = new(rows.Count);
        foreach (var row in rows)
        {
            MissingRecords.ThrowIf(row.Index != next + entries.Count, _origin, next + entries.Count);
            entries.Add(EntryReader.Read(_origin, row));
        }

        MissingRecords.ThrowIf(entries.Count == 0, _origin, next);
        return entries;
    }

    /// <summary>
    /// Calls the database on the thread pool, because it may block its caller, and maps the exceptions of all drivers to one. A canceled
    /// call does not wait for a driver that does not react.
    /// </summary>
    private static async Task<T> CallAsync<T>(
        IAuditLogDatabase database, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => call(cancellationToken).AsTask(), cancellationToken).WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not AuditLogDamagedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new AuditLogUnavailableException(
                $"The audit log in {database.Name} cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>The number of records that the newest checkpoint covers. It was committed after them.</summary>
    private long SizeOf(AuditLogDatabaseState? state)
    {
        if (state is null || state.Head.Origin != _origin)
        {
            throw new AuditLogDamagedException($"The audit log {_origin} is not in {_database.Name}.");
        }

        return state.Checkpoint is not { } newest ? 0
            : AuditLogCheckpoint.TryParse(newest.Note, out var note) && note.Origin == _origin && note.Size == newest.Size ? note.Size
            : throw new AuditLogDamagedException(
                $"The newest checkpoint in {_database.Name} does not belong to {_origin}. Verify the log with 'hipaa-jwt audit verify'.");
    }
}
