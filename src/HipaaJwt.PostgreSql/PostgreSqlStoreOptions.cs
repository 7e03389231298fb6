using Npgsql;

namespace HipaaJwt;

/// <summary>The options of the stores in PostgreSQL. They apply to the whole process and are read at start.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>
    /// The schema of the database that contains the tables. Services that use the same database and the same schema share what
    /// is stored.
    /// </summary>
    /// <value>
    /// <c>hipaajwt</c> by default; 1 to 63 lower-case ASCII letters, digits and underscores. The first character is no digit, and the
    /// name does not start with <c>pg_</c>.
    /// </value>
    public string Schema { get; set; } = "hipaajwt";

    /// <summary>
    /// Whether the start creates the schema and its tables, or upgrades them, if they are not current. The database user then needs the
    /// right to create them. Otherwise an administrator runs the scripts in the folder <c>scripts</c> of the package.
    /// </summary>
    /// <value><see langword="false"/> by default: a missing or older schema stops the start.</value>
    public bool ApplySchema { get; set; }

    /// <summary>
    /// Whether appends notify other instances, which then read the log earlier than their next interval. An instance listens on one
    /// connection of its own. Turn it off behind a pooler in transaction mode, because notifications do not pass through it.
    /// </summary>
    /// <value>
    /// <see langword="true"/> by default. The data source then needs a <see cref="NpgsqlConnectionStringBuilder.MaxPoolSize"/> of at
    /// least 2. Without notifications, revocations take effect within <see cref="RevocationOptions.MaxStaleness"/> as well.
    /// </value>
    public bool UseNotifications { get; set; } = true;

    /// <summary>
    /// Whether a server with <c>fsync = off</c> is used. After a crash of its machine, such a server may have lost what it had
    /// acknowledged: revoked tokens may be accepted again, and refresh tokens end their sessions. Use it for tests only.
    /// </summary>
    /// <value><see langword="false"/> by default: such a server stops the start.</value>
    public bool AcceptLossOfRevocationsOnCrash { get; set; }
}
