using Npgsql;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Deletes expired rows of a table, in statements that are short and wait for no lock.</summary>
internal sealed class PruneCommand
{
    /// <summary>The maximum number of rows in one statement.</summary>
    public const int MaxRows = 1_000;

    private readonly string _sql;

    /// <param name="table">The quoted name of the table. It has an index on its column <c>expires_at</c>.</param>
    public PruneCommand(string table)
    {
        // The array makes the server look rows up by their place, whatever its statistics are. They are locked, so they do not move.
        _sql = $"""
            DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM {table} WHERE expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED))
            """;
    }

    public async ValueTask<int> ExecuteAsync(NpgsqlConnection connection, int maxRows, CancellationToken cancellationToken)
    {
        var total = 0;
        while (total < maxRows)
        {
            var requested = Math.Min(maxRows - total, MaxRows);
            var command = connection.CreateLimitedCommand(_sql);
            await using var disposal = command.ConfigureAwait(false);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = requested });
            var removed = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            total += removed;
            if (removed < requested)
            {
                break;
            }
        }

        return total;
    }
}
