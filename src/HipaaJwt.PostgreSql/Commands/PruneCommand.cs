using Npgsql;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Deletes expired rows of a table, in statements that are short and wait for no lock. Thread-safe.</summary>
internal sealed class PruneCommand
{
    /// <summary>The maximum number of rows in one statement, so that it takes a few milliseconds.</summary>
    private const int MaxRows = 500;

    private readonly string _sql;

    /// <summary>The expiry, in UTC ticks, of the last row that a full statement has deleted; 0 to start with the first row.</summary>
    private long _start;

    /// <param name="table">The quoted name of the table. It has an index on its column <c>expires_at</c>.</param>
    /// <param name="condition">The condition of expired rows. An index with the same conditions on other columns must exist.</param>
    public PruneCommand(string table, string condition = "expires_at < now()")
    {
        // The array makes the server look rows up by their place, whatever its statistics are. They are locked, so they do not move.
        // The commit does not wait for the disk: rows that reappear after a crash have expired.
        _sql = $"""
            WITH deleted AS (
                DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM {table} WHERE expires_at >= $2 AND {condition}
                    ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED))
                RETURNING expires_at)
            SELECT count(*), max(expires_at), set_config('synchronous_commit', 'off', true) FROM deleted
            """;
    }

    public async ValueTask<int> ExecuteAsync(NpgsqlConnection connection, int maxRows, CancellationToken cancellationToken)
    {
        var total = 0;
        while (total < maxRows)
        {
            var requested = Math.Min(maxRows - total, MaxRows);
            var removed = await DeleteAsync(connection, requested, cancellationToken).ConfigureAwait(false);
            total += removed;
            if (removed < requested)
            {
                break;
            }
        }

        return total;
    }

    /// <summary>
    /// The index keeps entries of deleted rows until the next vacuum. Each statement would read all of them, so it starts after the rows
    /// that the previous ones have deleted. The next call after the last row starts with the first row again.
    /// </summary>
    private async ValueTask<int> DeleteAsync(NpgsqlConnection connection, int requested, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(_sql);
        await using var disposal = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = requested });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = new(Volatile.Read(ref _start), TimeSpan.Zero) });
        var (removed, last) = await WriteCommand.ExecuteAsync(
            command,
            static reader => ((int)reader.GetInt64(0), reader.IsDBNull(1) ? 0 : reader.GetFieldValue<DateTimeOffset>(1).UtcTicks),
            (0, 0L),
            cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _start, removed == MaxRows ? last : 0);
        return removed;
    }
}
