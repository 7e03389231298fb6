namespace HipaaJwt;

/// <summary>
/// The audit log in an SQLite file. All processes of one host that write it use the same <see cref="Path"/> and the same
/// <see cref="AuditLogOptions.SigningKeyFile"/>.
/// </summary>
public sealed class SqliteAuditLogOptions : AuditLogOptions
{
    /// <summary>The path of the file. A relative path is relative to the working directory of the process.</summary>
    /// <value>
    /// Required. The file must be on a local disk and contain nothing but the log. Its folder must exist, and must be writable: SQLite
    /// creates files next to it.
    /// </value>
    public string Path { get; set; } = string.Empty;

    /// <summary>Whether the file and its tables are created if they do not exist.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool ApplySchema { get; set; } = true;
}
