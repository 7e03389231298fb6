using System.Buffers.Binary;
using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.PostgreSql.Sessions;

/// <summary>Stores sessions. The lock of a row decides which of several refreshes is the first. Thread-safe.</summary>
internal sealed class PostgreSqlSessionStore : ISessionStore, IExpiringStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly SessionStatements _sql;
    private readonly AdvanceStatements _advance;
    private readonly PruneCommand _prune;

    public PostgreSqlSessionStore(PostgreSqlDatabase database, IOptions<PostgreSqlStoreOptions> options)
    {
        var table = $"\"{options.Value.Schema}\".session";
        _database = database;
        _sql = new SessionStatements(table);
        _advance = new AdvanceStatements(table);
        _prune = new PruneCommand(table, SessionStatements.Expired);
    }

    public async ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken)
    {
        var create = new NpgsqlBatchCommand(_sql.Create)
        {
            Parameters =
            {
                SqlParameter.Of(entry.Id),
                SqlParameter.Of(KeyOf(entry.SubjectKey)),
                SqlParameter.Of(entry.ClientId),
                SqlParameter.Of(entry.Salt.ToArray()),
                SqlParameter.Of(entry.Confirmation),
                SqlParameter.Of(entry.Data.ToArray()),
                SqlParameter.Of(entry.IdleTimeout),
                SqlParameter.Of(entry.Lifetime),
            },
        };
        return (await WriteAsync(create, cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync(new NpgsqlBatchCommand(_sql.Find) { Parameters = { SqlParameter.Of(id) } }, cancellationToken)
            .ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var advance = connection.CreateLimitedCommand(_advance.Advance);
        await using var advanceDisposal = advance.ConfigureAwait(false);
        advance.Parameters.Add(SqlParameter.Of(id));
        advance.Parameters.Add(SqlParameter.Of(counter));
        var advanced = await ExecuteAsync(advance, cancellationToken).ConfigureAwait(false);
        if (advanced.Session is not null)
        {
            return advanced;
        }

        var decide = connection.CreateLimitedCommand(_advance.Decide);
        await using var decideDisposal = decide.ConfigureAwait(false);
        decide.Parameters.Add(SqlParameter.Of(id));
        decide.Parameters.Add(SqlParameter.Of(counter));
        decide.Parameters.Add(SqlParameter.Of(retryWindow));
        return await ExecuteAsync(decide, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        var touch = new NpgsqlBatchCommand(_sql.Touch) { Parameters = { SqlParameter.Of(id), SqlParameter.Of(idleTimeout) } };
        var check = new NpgsqlBatchCommand(_sql.IsActive) { Parameters = { SqlParameter.Of(id) } };
        var rows = await _database.WriteAsync(static row => row.GetBoolean(0), cancellationToken, touch, check).ConfigureAwait(false);
        return rows.Contains(true);
    }

    public async ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken)
    {
        var end = new NpgsqlBatchCommand(_sql.End) { Parameters = { SqlParameter.Of(id), SqlParameter.Of((short)reason) } };
        return (await WriteAsync(end, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public async ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken)
    {
        // The second statement also sees sessions that another call has ended while the first one waited for their locks.
        var key = KeyOf(subjectKey);
        var end = new NpgsqlBatchCommand(_sql.EndAll) { Parameters = { SqlParameter.Of(key), SqlParameter.Of((short)reason) } };
        var read = new NpgsqlBatchCommand(_sql.ReadEndingOf) { Parameters = { SqlParameter.Of(key) } };
        var rows = await _database.WriteAsync(ReadUnlessEnded, cancellationToken, end, read).ConfigureAwait(false);
        return [.. rows.OfType<StoredSession>()];
    }

    public async ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        await WriteAsync(
            new NpgsqlBatchCommand(_sql.EndOverdue) { Parameters = { SqlParameter.Of((long)maxSessions) } }, cancellationToken)
            .ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(
        TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        await ReadAsync(
            new NpgsqlBatchCommand(_sql.ReadEnding) { Parameters = { SqlParameter.Of(minAge), SqlParameter.Of((long)maxSessions) } },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken)
    {
        var complete = new NpgsqlBatchCommand(_sql.CompleteEnd) { Parameters = { SqlParameter.Of(id) } };
        return (await _database.WriteAsync(static _ => true, cancellationToken, complete).ConfigureAwait(false)).Count == 1;
    }

    public async ValueTask<IReadOnlyList<StoredSession>> ListAsync(
        UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        await ReadAsync(
            new NpgsqlBatchCommand(_sql.List) { Parameters = { SqlParameter.Of(KeyOf(subjectKey)), SqlParameter.Of((long)maxSessions) } },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        return await _prune.ExecuteAsync(connection, maxEntries, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<SessionAdvance> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        WriteCommand.ExecuteAsync(
            command, SessionReader.ReadAdvance, new SessionAdvance(SessionAdvanceOutcome.NotFound, null), cancellationToken);

    /// <returns>Null for the rows of the statement that ends sessions, which have one column.</returns>
    private static StoredSession? ReadUnlessEnded(NpgsqlDataReader row) => row.FieldCount == 1 ? null : SessionReader.Read(row);

    private static byte[] KeyOf(UInt128 subjectKey)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, subjectKey);
        return key;
    }

    private async ValueTask<List<StoredSession>> ReadAsync(NpgsqlBatchCommand query, CancellationToken cancellationToken) =>
        (await _database.ReadAsync(query, SessionReader.Read, cancellationToken).ConfigureAwait(false)).Rows;

    private ValueTask<List<StoredSession>> WriteAsync(NpgsqlBatchCommand statement, CancellationToken cancellationToken) =>
        _database.WriteAsync(SessionReader.Read, cancellationToken, statement);
}
