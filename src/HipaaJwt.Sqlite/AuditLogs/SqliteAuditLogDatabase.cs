using HipaaJwt.Sqlite.AuditLogs;
using HipaaJwt.Sqlite.Database;
using HipaaJwt.Sqlite.Files;
using HipaaJwt.Sqlite.Schema;

namespace HipaaJwt;

/// <summary>
/// An audit log in an SQLite file, to write it with <see cref="DatabaseAuditLog"/> without a host, and to verify it with
/// <see cref="AuditLogVerifier"/>. Calls block their thread. Thread-safe.
/// </summary>
public sealed class SqliteAuditLogDatabase : IAuditLogDatabase, IDisposable
{
    private readonly SqliteDatabase _database;

    /// <summary>Creates the access to the log. It does not open the file.</summary>
    /// <param name="options">The options. Do not change them later.</param>
    /// <exception cref="ArgumentNullException">The options are null.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The path is not the path of a file.</exception>
    public SqliteAuditLogDatabase(SqliteAuditLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (FilePath.ProblemOf(options.Path) is { } problem)
        {
            throw SqliteSchema.AuditLog.Problem($"{nameof(options.Path)}: {problem}");
        }

        Name = "SQLite " + Path.GetFullPath(options.Path);
        _database = new SqliteDatabase(options.Path, options.ApplySchema, SqliteSchema.AuditLog);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken) =>
        _database.Write(AuditQueries.IsDurable, cancellationToken)
            ? ValueTask.CompletedTask
            : throw SqliteSchema.AuditLog.Problem($"{nameof(SqliteAuditLogOptions.Path)}: SQLite does not wait for the disk.");

    /// <inheritdoc/>
    public ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken) =>
        new(_database.Read(AuditQueries.ReadState, cancellationToken));

    /// <inheritdoc/>
    public ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        _database.Write(session => AuditQueries.Create(session, head), cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventIds);
        ArgumentNullException.ThrowIfNull(build);
        _database.Write(session => AuditQueries.Append(session, eventIds, build), cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken) =>
        new(_database.Read(session => AuditQueries.ReadEvents(session, first, count, withRecords), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) =>
        new(_database.Read(session => AuditQueries.ReadCheckpoints(session, first, count), cancellationToken));

    /// <inheritdoc/>
    public ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        _database.Write(session => AuditQueries.AddCheckpoint(session, checkpoint), cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _database.Dispose();
}
