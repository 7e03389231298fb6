namespace HipaaJwt;

/// <summary>
/// The audit log in PostgreSQL. All processes that write it use the same database, the same <see cref="Schema"/> and copies of one
/// <see cref="AuditLogOptions.SigningKeyFile"/>.
/// </summary>
public sealed class PostgreSqlAuditLogOptions : AuditLogOptions
{
    /// <summary>The schema of the database that contains the log and nothing else.</summary>
    /// <value>
    /// <c>hipaajwt_audit</c> by default; 1 to 63 lower-case ASCII letters, digits and underscores. The first character is no digit, and
    /// the name does not start with <c>pg_</c>.
    /// </value>
    public string Schema { get; set; } = "hipaajwt_audit";

    /// <summary>
    /// Whether the start creates the schema and its tables if they do not exist. The database user then owns them and can change the log.
    /// In production an administrator runs the script in the folder <c>scripts/audit</c> of the package, and grants the service only
    /// SELECT and INSERT on events.
    /// </summary>
    /// <value><see langword="false"/> by default: missing tables stop the start.</value>
    public bool ApplySchema { get; set; }
}
