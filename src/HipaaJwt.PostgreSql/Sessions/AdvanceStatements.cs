using HipaaJwt.PostgreSql.Commands;

namespace HipaaJwt.PostgreSql.Sessions;

/// <summary>
/// The statements that use a refresh token. Each is a transaction of its own, so a client that stops never holds the lock of a session.
/// They contain the numbers of <see cref="SessionAdvanceOutcome"/>, <see cref="SessionState"/> and <see cref="SessionEndReason"/>.
/// </summary>
internal sealed class AdvanceStatements
{
    /// <param name="table">The quoted name of the table.</param>
    public AdvanceStatements(string table)
    {
        // After a wait for the lock, the server evaluates the conditions and the times again, with the committed row.
        Advance = $"""
            UPDATE {table} SET counter = counter + 1, advanced_at = clock_timestamp(),
                retried_refreshes = CASE WHEN retried_counter = counter THEN retried_refreshes ELSE 0 END
            WHERE sid = $1 AND counter = $2 AND state = 0 AND clock_timestamp() < least(expires_at, idle_at)
            RETURNING {SessionReader.Columns}, 1, {WriteCommand.Durability}
            """;

        // The time is taken after the lock, so a retry that waited is never earlier than the advance. Between both statements another
        // call may have made the number the current one, so this one advances, too. A retry is within the window on both sides of the
        // advance: a clock that was set back by more does not make the window longer.
        Decide = $"""
            WITH locked AS MATERIALIZED (
                SELECT sid AS id, state AS s, counter AS n, advanced_at AS advanced, expires_at AS expires, idle_at AS idle
                FROM {table} WHERE sid = $1 FOR UPDATE),
            timed AS MATERIALIZED (SELECT *, clock_timestamp() AS now, $3 * interval '1 microsecond' AS margin FROM locked),
            decided AS MATERIALIZED (
                SELECT id, now, CASE
                    WHEN s <> 0 THEN 5
                    WHEN now >= expires THEN 7
                    WHEN now >= idle THEN 6
                    WHEN n = $2 THEN 1
                    WHEN n - 1 = $2 AND $3 > 0 AND now - advanced BETWEEN -margin AND margin THEN 2
                    WHEN n < $2 THEN 4
                    ELSE 3 END AS outcome
                FROM timed)
            UPDATE {table} SET
                counter = CASE outcome WHEN 1 THEN counter + 1 ELSE counter END,
                advanced_at = CASE outcome WHEN 1 THEN now ELSE advanced_at END,
                retried_counter = CASE outcome WHEN 2 THEN counter ELSE retried_counter END,
                retried_refreshes = CASE
                    WHEN outcome = 1 AND retried_counter <> counter THEN 0
                    WHEN outcome = 2 AND retried_counter = counter - 1 THEN retried_refreshes + 1
                    WHEN outcome = 2 AND retried_counter <> counter THEN 1
                    ELSE retried_refreshes END,
                state = CASE WHEN outcome IN (3, 4) THEN 1 ELSE state END,
                end_reason = CASE outcome WHEN 3 THEN 4 WHEN 4 THEN 8 ELSE end_reason END,
                ended_at = CASE WHEN outcome IN (3, 4) THEN now ELSE ended_at END
            FROM decided WHERE sid = id
            RETURNING {SessionReader.Columns}, outcome, {WriteCommand.Durability}
            """;
    }

    /// <summary>Advances an active session whose counter equals the number, in one atomic step.</summary>
    public string Advance { get; }

    /// <summary>Decides what any other number means, while the row is locked.</summary>
    public string Decide { get; }
}
