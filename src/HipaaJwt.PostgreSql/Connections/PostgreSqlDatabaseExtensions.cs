using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Executes statements on a connection of their own, in one round trip and one transaction.</summary>
internal static class PostgreSqlDatabaseExtensions
{
    private const string Primary =
        "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', clock_timestamp()";

    /// <summary>Reads rows.</summary>
    /// <returns>The rows, and the time of the server before they were read.</returns>
    /// <exception cref="ReadOnlyServerException">The server may not have the last commits.</exception>
    public static async ValueTask<(List<TRow> Rows, DateTimeOffset Now)> ReadAsync<TRow>(
        this PostgreSqlDatabase database, NpgsqlBatchCommand query, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var batch = CreateBatch(connection, new NpgsqlBatchCommand(Primary), query);
        await using var batchDisposal = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = ReadNow(reader);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        List<TRow> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return (rows, now);
    }

    /// <summary>Executes statements that write, and returns after the server has confirmed their commit.</summary>
    /// <returns>All rows that they return.</returns>
    public static async ValueTask<List<TRow>> WriteAsync<TRow>(
        this PostgreSqlDatabase database,
        Func<NpgsqlDataReader, TRow> read,
        CancellationToken cancellationToken,
        params NpgsqlBatchCommand[] statements)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var batch = CreateBatch(connection, statements);
        await using var batchDisposal = batch.ConfigureAwait(false);
        return await WriteCommand.ExecuteAsync(batch, read, cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset ReadNow(NpgsqlDataReader reader) =>
        reader.GetBoolean(0) ? throw new ReadOnlyServerException() : reader.GetFieldValue<DateTimeOffset>(1);

    private static NpgsqlBatch CreateBatch(NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = NpgsqlConnectionExtensions.TimeoutSeconds };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }
}
