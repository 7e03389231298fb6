using HipaaJwt.PostgreSql.AuditLogs;
using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt;

/// <summary>
/// An audit log in PostgreSQL, to write it with <see cref="DatabaseAuditLog"/> without a host, and to verify it with
/// <see cref="AuditLogVerifier"/>. Calls that append block their thread. Thread-safe.
/// </summary>
public sealed class PostgreSqlAuditLogDatabase : IAuditLogDatabase
{
    private readonly ConnectionOpener _connections;
    private readonly AuditStatements _sql;
    private readonly AuditSchema _schema;
    private readonly int _writeTimeoutSeconds;

    /// <summary>Creates the access to the log. It opens no connection.</summary>
    /// <param name="dataSource">The data source. It is not disposed.</param>
    /// <param name="options">The options. Do not change them later.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dataSource"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The name of the schema is not supported, or the data source uses multiplexing.
    /// </exception>
    public PostgreSqlAuditLogDatabase(NpgsqlDataSource dataSource, PostgreSqlAuditLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(options);
        if (!SchemaName.IsValid(options.Schema))
        {
            throw AuditProblems.SchemaName(options.Schema);
        }

        var settings = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        if (settings.Multiplexing)
        {
            throw AuditProblems.Multiplexing();
        }

        Name = $"PostgreSQL {settings.Host}/{settings.Database}, schema {options.Schema}";
        _connections = new ConnectionOpener(dataSource);
        _sql = new AuditStatements(options.Schema);
        _schema = new AuditSchema(_sql, options.ApplySchema);
        _writeTimeoutSeconds = (int)Math.Ceiling(options.WriteTimeout.TotalSeconds);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        await _schema.CheckAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<AuditLogDatabaseState?> ReadStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var states = await ReadAsync(new(_sql.ReadState), AuditRowReader.ReadState, cancellationToken).ConfigureAwait(false);
            return states is [{ } state] ? state : null;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask CreateAsync(AuditLogHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        return WriteAsync(
            new NpgsqlBatchCommand(_sql.Create)
            {
                Parameters =
                {
                    SqlParameter.Of(head.Origin),
                    SqlParameter.Of(head.PublicKey.ToArray()),
                    SqlParameter.Of(head.Size),
                    SqlParameter.Of(head.Frontier.ToArray()),
                },
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventIds);
        ArgumentNullException.ThrowIfNull(build);
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = _connections.Open();
        var (head, existing) = Lock(connection, eventIds);

        // If it throws, the connection rolls the transaction back when it returns to the pool.
        var append = build(head, existing);
        using var batch = NewBatch(connection);
        batch.BatchCommands.Add(AppendParameters.AddTo(new(_sql.Append), head, append));
        batch.BatchCommands.Add(new(AuditStatements.Commit));
        WriteCommand.Execute(batch, static _ => true, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAppendAsync(AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(append);
        cancellationToken.ThrowIfCancellationRequested();
        if (append.Rows.Count == 0)
        {
            return new(false);
        }

        using var connection = _connections.Open();
        using var batch = NewBatch(connection);
        batch.BatchCommands.Add(AppendParameters.AddTo(new(_sql.Append), expected, append));
        return WriteCommand.Execute(batch, static row => row.GetFieldValue<bool?>(0), cancellationToken) switch
        {
            [null] => new(false),
            [false] => new(true),
            _ => throw AuditProblems.FsyncOff(),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken) =>
        await ReadAsync(
            new NpgsqlBatchCommand(withRecords ? _sql.ReadEvents : _sql.ReadLeaves)
            {
                Parameters = { SqlParameter.Of(first), SqlParameter.Of((long)count) },
            },
            AuditRowReader.ReadEvent,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AuditLogStoredCheckpoint>> ReadCheckpointsAsync(
        long first, int count, CancellationToken cancellationToken) =>
        await ReadAsync(
            new NpgsqlBatchCommand(_sql.ReadCheckpoints) { Parameters = { SqlParameter.Of(first), SqlParameter.Of((long)count) } },
            AuditRowReader.ReadCheckpoint,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask AddCheckpointAsync(AuditLogStoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return WriteAsync(
            new NpgsqlBatchCommand(_sql.AddCheckpoint)
            {
                Parameters =
                {
                    SqlParameter.Of(checkpoint.Size), SqlParameter.Of(checkpoint.Note), SqlParameter.Of(checkpoint.Frontier.ToArray()),
                },
            },
            cancellationToken);
    }

    private (AuditLogHead Head, List<AuditLogRow> Existing) Lock(NpgsqlConnection connection, IReadOnlyList<Guid> eventIds)
    {
        using var batch = NewBatch(connection);
        batch.BatchCommands.Add(new(AuditStatements.Begin));
        batch.BatchCommands.Add(new(_sql.Lock));
        if (eventIds.Count > 0)
        {
            batch.BatchCommands.Add(new(_sql.Find) { Parameters = { SqlParameter.Of(string.Join('\n', eventIds)) } });
        }

        using var reader = batch.ExecuteReader();
        if (!reader.Read())
        {
            throw new AuditLogDamagedException($"The head of the audit log is missing in {Name}.");
        }

        var head = AuditRowReader.ReadHead(reader);
        if (reader.GetBoolean(4))
        {
            throw AuditProblems.FsyncOff();
        }

        List<AuditLogRow> existing = [];
        reader.NextResult();
        while (reader.Read())
        {
            existing.Add(AuditRowReader.ReadEvent(reader));
        }

        return (head, existing);
    }

    /// <summary>The thread waits as long as the log does, and then for the answer to the cancellation.</summary>
    private NpgsqlBatch NewBatch(NpgsqlConnection connection) => new(connection) { Timeout = _writeTimeoutSeconds };

    private async ValueTask<List<TRow>> ReadAsync<TRow>(
        NpgsqlBatchCommand query, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection) { Timeout = NpgsqlConnectionExtensions.TimeoutSeconds, BatchCommands = { query } };
        await using var batchDisposal = batch.ConfigureAwait(false);
        return await WriteCommand.ExecuteAsync(batch, read, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(NpgsqlBatchCommand statement, CancellationToken cancellationToken) =>
        await ReadAsync(statement, static _ => true, cancellationToken).ConfigureAwait(false);
}
