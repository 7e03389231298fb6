namespace HipaaJwt.PostgreSql.Schema;

/// <summary>The statements that check and lock the tables of a schema.</summary>
internal sealed class SchemaStatements
{
    /// <summary>Whether the server is read-only, whether it has turned fsync off, and the isolation level of a statement.</summary>
    public const string Server = """
        SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', current_setting('fsync') = 'off',
            current_setting('transaction_isolation')
        """;

    /// <param name="schema">The validated name of the schema.</param>
    public SchemaStatements(string schema)
    {
        QuotedSchema = $"\"{schema}\"";
        Version = $"SELECT coalesce(max(version), 0) FROM {QuotedSchema}.schema_version";
        HasVersion = $"SELECT to_regclass('{QuotedSchema}.schema_version') IS NOT NULL";
        Lock = $"SELECT pg_advisory_xact_lock(hashtextextended('HipaaJwt schema {schema}', 0))";
        Grants = $"""
            SELECT bool_and(has_table_privilege(format('%I.%I', '{schema}', t), p))
            FROM (VALUES ('revocation_head'), ('revocation'), ('replay'), ('session'), ('signing_key')) AS tables (t),
                (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS privileges (p)
            """;
    }

    public string QuotedSchema { get; }

    public string Version { get; }

    public string HasVersion { get; }

    public string Lock { get; }

    /// <summary>Locking rows to prune them needs UPDATE.</summary>
    public string Grants { get; }
}
