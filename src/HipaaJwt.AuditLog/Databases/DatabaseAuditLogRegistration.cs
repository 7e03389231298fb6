namespace HipaaJwt;

/// <summary>
/// The audit log in a database that the service writes. <c>AddPostgreSqlAuditLog</c>, <c>AddSqliteAuditLog</c> and
/// <c>AddDatabaseAuditLog</c> register it as a service, so that exports and reviews of the same process can read the log.
/// </summary>
/// <example>
/// <code>
/// var database = provider.GetRequiredService&lt;DatabaseAuditLogRegistration&gt;().Database;
/// var entries = new AuditLogReader().ReadAsync(database, new AuditLogQuery { Subject = "dr.rivera" });
/// </code>
/// </example>
public sealed class DatabaseAuditLogRegistration
{
    internal DatabaseAuditLogRegistration(IAuditLogDatabase database, AuditLogOptions options)
    {
        Database = database;
        Options = options;
    }

    /// <summary>The database. It is usable until the services are disposed. Do not dispose it.</summary>
    public IAuditLogDatabase Database { get; }

    internal AuditLogOptions Options { get; }
}
