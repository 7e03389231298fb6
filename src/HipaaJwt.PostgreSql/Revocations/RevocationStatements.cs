using HipaaJwt.PostgreSql.Commands;

namespace HipaaJwt.PostgreSql.Revocations;

/// <summary>The statements of the log. Each is a transaction of its own, so a client that stops never holds the lock of the head.</summary>
internal sealed class RevocationStatements
{
    /// <param name="schema">The validated name of the schema.</param>
    /// <param name="notifies">Whether an append notifies other instances.</param>
    public RevocationStatements(string schema, bool notifies)
    {
        var (head, log) = ($"\"{schema}\".revocation_head", $"\"{schema}\".revocation");
        Table = log;
        Channel = $"\"{schema}\"";
        var notify = notifies ? $"pg_notify('{schema}', '')" : "NULL";

        // The update locks the head until the commit. It then sees the last committed head, also after a wait, so sequences become
        // visible in their order. The time is taken after the wait.
        Append = $"""
            WITH head AS (
                UPDATE {head} SET seq = seq + 1, tag = $1 RETURNING epoch, seq, clock_timestamp() AS now),
            appended AS (
                INSERT INTO {log} (seq, tag, kind, key, revoked_at, expires_at)
                SELECT seq, $1, $2, $3, now, {SqlTime.After("now", "$4")} FROM head
                RETURNING seq, revoked_at, expires_at)
            SELECT head.epoch, head.seq, appended.revoked_at, appended.expires_at, {WriteCommand.Durability}, {notify}
            FROM head JOIN appended ON appended.seq = head.seq
            """;
        ReadHead = $"""
            SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', clock_timestamp(),
                head.epoch, head.floor, head.seq, head.tag,
                CASE WHEN head.seq = $1 THEN head.tag ELSE (SELECT log.tag FROM {log} AS log WHERE log.seq = $1) END
            FROM (SELECT) AS one LEFT JOIN {head} AS head ON true
            """;
        ReadLog = $"SELECT seq, tag, kind, key, revoked_at, expires_at FROM {log} WHERE seq > $1 ORDER BY seq LIMIT $2";
        StartFirstEpoch = $"""
            INSERT INTO {head} (epoch, tag, floor, seq)
            SELECT $1, $2, CASE WHEN $3 THEN clock_timestamp() END, coalesce(max(log.seq), 0) + 1 FROM {log} AS log
            ON CONFLICT DO NOTHING RETURNING {WriteCommand.Durability}
            """;
        StartNextEpoch = $"""
            UPDATE {head} SET epoch = $1, tag = $2, floor = CASE WHEN $3 THEN greatest(clock_timestamp(), floor) END, seq = seq + 1
            WHERE epoch = $4 RETURNING {WriteCommand.Durability}
            """;
    }

    public string Table { get; }

    public string Channel { get; }

    public string Append { get; }

    public string ReadHead { get; }

    public string ReadLog { get; }

    public string StartFirstEpoch { get; }

    public string StartNextEpoch { get; }
}
