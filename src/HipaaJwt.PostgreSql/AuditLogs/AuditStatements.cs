using HipaaJwt.PostgreSql.Commands;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>The statements of an audit log. Arrays are texts with one line for each element, which every data source can send.</summary>
internal sealed class AuditStatements
{
    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    public const string Commit = "COMMIT";

    /// <summary>Whether the server is read-only, and has turned off what makes commits durable.</summary>
    public const string Server = """
        SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', current_setting('fsync') = 'off',
            current_setting('synchronous_commit') = 'off'
        """;

    /// <param name="schema">The validated name of the schema.</param>
    public AuditStatements(string schema)
    {
        QuotedSchema = $"\"{schema}\"";
        var (head, events, checkpoints) = ($"{QuotedSchema}.head", $"{QuotedSchema}.event", $"{QuotedSchema}.checkpoint");
        Version = $"SELECT coalesce(max(version), 0) FROM {QuotedSchema}.schema_version";
        HasVersion = $"SELECT to_regclass('{QuotedSchema}.schema_version') IS NOT NULL";
        SchemaLock = $"SELECT pg_advisory_xact_lock(hashtextextended('HipaaJwt audit log {schema}', 0))";
        Grants = $"""
            SELECT coalesce(bool_and(has_table_privilege(format('%I.%I', '{schema}', t), p)) AND has_function_privilege(
                to_regprocedure('{QuotedSchema}.append(bigint, text, bytea, text, bigint, bytea, bigint, bytea, text)'), 'EXECUTE'), false)
            FROM (VALUES ('head', 'SELECT'), ('head', 'INSERT'), ('head', 'UPDATE'), ('event', 'SELECT'), ('event', 'INSERT'),
                ('checkpoint', 'SELECT'), ('checkpoint', 'INSERT')) AS needed (t, p)
            """;
        Create = $"INSERT INTO {head} (origin, public_key, size, frontier) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
            + $" RETURNING {WriteCommand.Durability}";

        // A client that disappears within the transaction holds the lock for 10 s at most.
        Lock = $"""
            SELECT origin, public_key, size, frontier, current_setting('fsync') = 'off',
                set_config('idle_in_transaction_session_timeout', '10s', true), {WriteCommand.Durability}
            FROM {head} FOR UPDATE
            """;
        Find = $"SELECT n, id, leaf, json FROM {events} WHERE id = ANY (string_to_array($1, E'\\n')::uuid[])";
        Append = $"SELECT {QuotedSchema}.append($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        ReadState = $"""
            SELECT head.origin, head.public_key, head.size, head.frontier, (SELECT coalesce(max(n), -1) + 1 FROM {events}),
                newest.size, newest.note, newest.frontier
            FROM {head} AS head LEFT JOIN LATERAL (SELECT * FROM {checkpoints} ORDER BY size DESC LIMIT 1) AS newest ON true
            """;
        ReadEvents = $"SELECT n, id, leaf, json FROM {events} WHERE n >= $1 ORDER BY n LIMIT $2";
        ReadLeaves = $"SELECT n, id, leaf, '' FROM {events} WHERE n >= $1 ORDER BY n LIMIT $2";
        ReadCheckpoints = $"SELECT size, note, frontier FROM {checkpoints} WHERE size >= $1 ORDER BY size LIMIT $2";
        AddCheckpoint = $"INSERT INTO {checkpoints} (size, note, frontier) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            + $" RETURNING {WriteCommand.Durability}";
    }

    public string QuotedSchema { get; }

    public string Version { get; }

    public string HasVersion { get; }

    public string SchemaLock { get; }

    public string Grants { get; }

    public string Create { get; }

    public string Lock { get; }

    public string Find { get; }

    public string Append { get; }

    public string ReadState { get; }

    public string ReadEvents { get; }

    public string ReadLeaves { get; }

    public string ReadCheckpoints { get; }

    public string AddCheckpoint { get; }
}
