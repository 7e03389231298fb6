using Microsoft.Extensions.Options;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>Creates the exceptions for wrong configuration. Their messages contain the remedy and no connection string.</summary>
internal static class AuditProblems
{
    public static OptionsValidationException Missing(string schema) => Option(
        nameof(PostgreSqlAuditLogOptions.ApplySchema),
        $"the database has no tables of the audit log in schema {schema}. Run the script in the folder 'scripts/audit' of the package "
        + "HipaaJwt.PostgreSql, set Schema to their schema, or set ApplySchema to true.");

    public static OptionsValidationException Newer(string schema, int version) => Option(
        nameof(PostgreSqlAuditLogOptions.Schema),
        $"schema {schema} has version {version}, and this library supports version 1. Update the package HipaaJwt.PostgreSql.");

    public static OptionsValidationException MissingGrants(string schema) => Option(
        nameof(PostgreSqlAuditLogOptions.Schema),
        $"the user of the data source may not use the tables in schema {schema}. Run as the owner: GRANT USAGE ON SCHEMA {schema} TO …; "
        + $"GRANT SELECT ON {schema}.schema_version TO …; GRANT SELECT, INSERT, UPDATE ON {schema}.head TO …; "
        + $"GRANT SELECT, INSERT ON {schema}.event, {schema}.checkpoint TO …; GRANT EXECUTE ON FUNCTION {schema}.append TO …;");

    public static OptionsValidationException NotApplied(string schema, string sqlState) => Option(
        nameof(PostgreSqlAuditLogOptions.ApplySchema),
        $"is true, and the script failed in schema {schema} with SQLSTATE {sqlState}. Grant CREATE on the database, use a schema that "
        + "contains nothing else, or run the script in the folder 'scripts/audit' of the package as an administrator.");

    public static OptionsValidationException FsyncOff() => Server(
        "the server has 'fsync = off', so a crash loses audit events that it acknowledged. Set 'fsync = on' on the server.");

    public static OptionsValidationException SynchronousCommitOff() => Server(
        "the server, the database or the user has 'synchronous_commit = off', so a crash loses audit events that it acknowledged. Set "
        + "'synchronous_commit = on', for example with ALTER ROLE … SET synchronous_commit = on;");

    public static OptionsValidationException Multiplexing() => Server(
        "the data source has 'Multiplexing = true', which transactions cannot use. Remove it from the connection string.");

    public static OptionsValidationException SchemaName(string schema) => Option(
        nameof(PostgreSqlAuditLogOptions.Schema), $"'{schema}' {PostgreSql.Schema.SchemaName.Remedy}");

    private static OptionsValidationException Server(string problem) => Create("AddPostgreSqlAuditLog: " + problem);

    private static OptionsValidationException Option(string option, string problem) =>
        Create($"{nameof(PostgreSqlAuditLogOptions)}.{option}: {problem}");

    private static OptionsValidationException Create(string problem) => new(string.Empty, typeof(PostgreSqlAuditLogOptions), [problem]);
}
