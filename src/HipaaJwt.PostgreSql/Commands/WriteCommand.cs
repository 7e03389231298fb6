using Npgsql;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Executes statements that write, and returns only after the server has confirmed its commit.</summary>
internal static class WriteCommand
{
    /// <summary>
    /// An expression that makes the transaction of its statement durable, also on synchronous standbys, if the user or the database has
    /// a weaker default. It lasts until the end of the transaction, so it also works behind a pooler.
    /// </summary>
    public const string Durability = """
        CASE WHEN current_setting('synchronous_commit') IN ('on', 'remote_apply') THEN NULL
             ELSE set_config('synchronous_commit', 'on', true) END
        """;

    /// <summary>Executes the statement of a command.</summary>
    /// <param name="command">The command, with a connection that has no transaction.</param>
    /// <param name="read">Reads the row that the statement returns.</param>
    /// <param name="none">The result if it returns none.</param>
    /// <param name="cancellationToken">Cancels the statement. The outcome is then unknown.</param>
    /// <exception cref="UnconfirmedCommitException">The wait for a synchronous standby was cancelled on the server.</exception>
    public static async ValueTask<TResult> ExecuteAsync<TResult>(
        NpgsqlCommand command, Func<NpgsqlDataReader, TResult> read, TResult none, CancellationToken cancellationToken)
    {
        var isUnconfirmed = false;
        command.Connection!.Notice += (_, arguments) => isUnconfirmed |= arguments.Notice.InvariantSeverity == "WARNING";
        var result = none;
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                result = read(reader);
            }

            // The server sends the row before it commits. Only the end of its answer confirms the commit.
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }

        // A server that is cancelled while it waits for its standby commits without it and reports success.
        cancellationToken.ThrowIfCancellationRequested();
        return isUnconfirmed ? throw new UnconfirmedCommitException() : result;
    }

    /// <summary>Executes the statements of a batch in one transaction.</summary>
    /// <param name="batch">The batch, with a connection that has no transaction.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Cancels the statements. The outcome is then unknown.</param>
    /// <returns>All rows that the statements return.</returns>
    /// <exception cref="UnconfirmedCommitException">The wait for a synchronous standby was cancelled on the server.</exception>
    public static async ValueTask<List<TRow>> ExecuteAsync<TRow>(
        NpgsqlBatch batch, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        var isUnconfirmed = false;
        batch.Connection!.Notice += (_, arguments) => isUnconfirmed |= arguments.Notice.InvariantSeverity == "WARNING";
        List<TRow> rows = [];
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            do
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return isUnconfirmed ? throw new UnconfirmedCommitException() : rows;
    }

    /// <summary>
    /// Executes the statements of a batch in one transaction and blocks the thread meanwhile, which saves the switches between threads at
    /// each answer.
    /// </summary>
    /// <exception cref="UnconfirmedCommitException">The wait for a synchronous standby was cancelled on the server.</exception>
    public static List<TRow> Execute<TRow>(
        NpgsqlBatch batch, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        var isUnconfirmed = false;
        batch.Connection!.Notice += (_, arguments) => isUnconfirmed |= arguments.Notice.InvariantSeverity == "WARNING";
        List<TRow> rows = [];
        using (var reader = batch.ExecuteReader())
        {
            do
            {
                while (reader.Read())
                {
                    rows.Add(read(reader));
                }
            }
            while (reader.NextResult());
        }

        cancellationToken.ThrowIfCancellationRequested();
        return isUnconfirmed ? throw new UnconfirmedCommitException() : rows;
    }
}
