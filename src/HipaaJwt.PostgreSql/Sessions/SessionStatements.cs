using HipaaJwt.PostgreSql.Commands;

namespace HipaaJwt.PostgreSql.Sessions;

/// <summary>
/// The statements on sessions. Those that end several lock them in one order or skip locked ones, so they cannot deadlock.
/// </summary>
internal sealed class SessionStatements
{
    /// <summary>The rows that are pruned: ended ones whose greatest lifetime is over by an hour.</summary>
    public const string Expired = "state = 2 AND expires_at < now() - interval '1 hour'";

    /// <param name="table">The quoted name of the table.</param>
    public SessionStatements(string table)
    {
        var select = $"SELECT {SessionReader.Columns} FROM {table}";
        var (columns, durability) = (SessionReader.Columns, WriteCommand.Durability);
        Create = $"""
            INSERT INTO {table}
                (sid, subject_key, client_id, salt, confirmation, data, created_at, advanced_at, touched_at, idle_at, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, now, now, now, {SqlTime.After("now", "$7")}, {SqlTime.After("now", "$8")}
            FROM (SELECT clock_timestamp() AS now) AS clock RETURNING {columns}, {durability}
            """;
        Find = $"{select} WHERE sid = $1";

        // A touch that is lost with the server ends the session earlier, so its commit does not wait for the disk.
        Touch = $"""
            UPDATE {table} SET touched_at = clock_timestamp(), idle_at = {SqlTime.After("clock_timestamp()", "$2")}
            WHERE sid = $1 AND state = 0 AND clock_timestamp() < least(expires_at, idle_at)
                AND idle_at < {SqlTime.After("clock_timestamp()", "$2")}
            RETURNING set_config('synchronous_commit', 'off', true) IS NOT NULL
            """;
        IsActive = $"SELECT state = 0 AND clock_timestamp() < least(expires_at, idle_at) FROM {table} WHERE sid = $1";
        End = $"""
            UPDATE {table} SET state = greatest(state, 1), end_reason = CASE state WHEN 0 THEN $2 ELSE end_reason END,
                ended_at = coalesce(ended_at, clock_timestamp())
            WHERE sid = $1 RETURNING {columns}, {durability}
            """;
        EndAll = $"""
            UPDATE {table} SET state = 1, end_reason = $2, ended_at = clock_timestamp()
            WHERE state = 0 AND sid = ANY (ARRAY(
                SELECT sid FROM {table} WHERE subject_key = $1 AND state = 0 ORDER BY sid FOR UPDATE))
            RETURNING {durability}
            """;
        ReadEndingOf = $"{select} WHERE subject_key = $1 AND state = 1 ORDER BY created_at, sid";
        EndOverdue = $"""
            WITH overdue AS MATERIALIZED (
                SELECT sid AS id, expires_at <= now() AS is_expired FROM {table}
                WHERE state = 0 AND least(expires_at, idle_at) <= now()
                ORDER BY least(expires_at, idle_at) LIMIT $1 FOR UPDATE SKIP LOCKED)
            UPDATE {table} SET state = 1, end_reason = CASE WHEN is_expired THEN 3 ELSE 2 END, ended_at = clock_timestamp()
            FROM overdue WHERE sid = id RETURNING {columns}, {durability}
            """;
        ReadEnding = $"""
            {select} WHERE state = 1 AND ended_at <= now() - least($1, {MaxMicroseconds}) * interval '1 microsecond'
            ORDER BY ended_at, sid LIMIT $2
            """;
        CompleteEnd = $"UPDATE {table} SET state = 2 WHERE sid = $1 AND state = 1 RETURNING true, {durability}";
        List = $"""
            {select} WHERE subject_key = $1 AND state = 0 AND now() < least(expires_at, idle_at)
            ORDER BY created_at DESC, sid LIMIT $2
            """;
    }

    public string Create { get; }

    public string Find { get; }

    /// <summary>Writes only if the session then ends later.</summary>
    public string Touch { get; }

    public string IsActive { get; }

    public string End { get; }

    /// <summary>Returns rows without sessions.</summary>
    public string EndAll { get; }

    /// <summary>Reads the sessions of a subject that are ending.</summary>
    public string ReadEndingOf { get; }

    public string EndOverdue { get; }

    public string ReadEnding { get; }

    public string CompleteEnd { get; }

    public string List { get; }

    /// <summary>1,000 years: PostgreSQL cannot represent times that are much earlier.</summary>
    private static long MaxMicroseconds => 365_000L * 86_400_000_000;
}
