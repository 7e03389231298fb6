namespace HipaaJwt.Sqlite.AuditLogs;

/// <summary>The statements of an audit log.</summary>
internal static class AuditStatements
{
    public const string Synchronous = "PRAGMA synchronous";

    public const string ReadHead = "SELECT origin, public_key, size, frontier FROM hipaa_jwt_audit_head";

    public const string Create = """
        INSERT INTO hipaa_jwt_audit_head (id, origin, public_key, size, frontier) VALUES (1, @origin, @key, @size, @frontier)
        ON CONFLICT DO NOTHING
        """;

    public const string Update = "UPDATE hipaa_jwt_audit_head SET size = @size, frontier = @frontier";

    public const string Find = "SELECT n, id, leaf, json FROM hipaa_jwt_audit_event WHERE id = @id";

    public const string Insert = "INSERT INTO hipaa_jwt_audit_event (n, id, leaf, json) VALUES (?1, ?2, ?3, ?4)";

    public const string EndIndex = "SELECT coalesce(max(n), -1) + 1 FROM hipaa_jwt_audit_event";

    public const string ReadEvents = "SELECT n, id, leaf, json FROM hipaa_jwt_audit_event WHERE n >= @first ORDER BY n LIMIT @count";

    public const string ReadLeaves = "SELECT n, id, leaf, '' FROM hipaa_jwt_audit_event WHERE n >= @first ORDER BY n LIMIT @count";

    public const string ReadCheckpoints =
        "SELECT size, note, frontier FROM hipaa_jwt_audit_checkpoint WHERE size >= @first ORDER BY size LIMIT @count";

    public const string ReadNewest = "SELECT size, note, frontier FROM hipaa_jwt_audit_checkpoint ORDER BY size DESC LIMIT 1";

    public const string AddCheckpoint =
        "INSERT INTO hipaa_jwt_audit_checkpoint (size, note, frontier) VALUES (@size, @note, @frontier) ON CONFLICT DO NOTHING";
}
