using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Schema;

/// <summary>What a file contains, and the options that name it.</summary>
/// <param name="Options">The type of the options, for messages.</param>
/// <param name="VersionTable">The table with the version of the schema.</param>
/// <param name="Version">The version that this package works with.</param>
/// <param name="Folder">The folder of the scripts; empty for those of the stores.</param>
internal sealed record SqliteSchema(Type Options, string VersionTable, int Version, string Folder)
{
    public static SqliteSchema Stores { get; } = new(typeof(SqliteStoreOptions), "hipaa_jwt_schema", SchemaScripts.CurrentVersion, "");

    public static SqliteSchema AuditLog { get; } = new(typeof(SqliteAuditLogOptions), "hipaa_jwt_audit_schema", 1, "audit/");

    /// <summary>Creates the exception that stops the host at start.</summary>
    /// <param name="problem">The option, what is wrong, and the remedy.</param>
    public OptionsValidationException Problem(string problem) => new(Options.Name, Options, [$"{Options.Name}.{problem}"]);
}
