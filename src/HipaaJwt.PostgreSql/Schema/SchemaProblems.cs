using Microsoft.Extensions.Options;

namespace HipaaJwt.PostgreSql.Schema;

/// <summary>Creates the exceptions for wrong configuration. Their messages contain the remedy and no connection string.</summary>
internal static class SchemaProblems
{
    public static OptionsValidationException Missing(string schema) => Create(
        nameof(PostgreSqlStoreOptions.ApplySchema),
        $"the database has no tables of this library in schema {schema}. Run the scripts in the folder 'scripts' of the package "
        + "HipaaJwt.PostgreSql, set PostgreSqlStoreOptions.Schema to their schema, or set ApplySchema to true.");

    public static OptionsValidationException Older(string schema, int version) => Create(
        nameof(PostgreSqlStoreOptions.ApplySchema),
        $"schema {schema} has version {version}, and this library needs version {SchemaScripts.LatestVersion}. Run the later scripts in "
        + "the folder 'scripts' of the package HipaaJwt.PostgreSql, or set ApplySchema to true.");

    public static OptionsValidationException Newer(string schema, int version) => Create(
        nameof(PostgreSqlStoreOptions.Schema),
        $"schema {schema} has version {version}, and this library supports version {SchemaScripts.LatestVersion}. Update the package "
        + "HipaaJwt.PostgreSql of this service.");

    public static OptionsValidationException MissingGrants(string schema) => Create(
        nameof(PostgreSqlStoreOptions.Schema),
        $"the user of the data source may not use the tables in schema {schema}. Run as the owner: GRANT USAGE ON SCHEMA {schema} TO …; "
        + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO …;");

    public static OptionsValidationException MayNotApply(string schema) => Create(
        nameof(PostgreSqlStoreOptions.ApplySchema),
        $"is true, and the user of the data source may not create or change schema {schema}. Run the scripts in the folder 'scripts' of "
        + "the package HipaaJwt.PostgreSql as an administrator and set ApplySchema to false, or grant CREATE on the database.");

    public static OptionsValidationException ScriptFailed(string schema, string sqlState) => Create(
        nameof(PostgreSqlStoreOptions.ApplySchema),
        $"is true, and a script failed in schema {schema} with SQLSTATE {sqlState}. The schema contains other tables or a part of a "
        + "script. Set PostgreSqlStoreOptions.Schema to a schema that only this library uses, or run the scripts as an administrator.");

    public static OptionsValidationException FsyncOff() => Create(
        nameof(PostgreSqlStoreOptions.AcceptLossOfRevocationsOnCrash),
        "the server has 'fsync = off', so a crash loses revocations that it acknowledged. Set 'fsync = on' on the server. "
        + "For a test, set AcceptLossOfRevocationsOnCrash to true.");

    public static OptionsValidationException PoolTooSmall(int size) => Create(
        nameof(PostgreSqlStoreOptions.UseNotifications),
        $"is true, which needs a connection of its own, and 'Maximum Pool Size' of the data source is {size}. Set it to at least 2, or set "
        + "UseNotifications to false.");

    public static OptionsValidationException Multiplexing() => CreateForDataSource(
        "the data source has 'Multiplexing = true', with which a commit that a synchronous standby lacks cannot be noticed. "
        + "Remove it from the connection string.");

    public static OptionsValidationException Isolation(string level) => CreateForDataSource(
        $"the default isolation level of the user or the database is '{level}', with which concurrent appends fail. Run as an administrator: "
        + "ALTER ROLE … SET default_transaction_isolation = 'read committed';");

    public static OptionsValidationException ConnectionRejected(string sqlState) => CreateForDataSource(
        $"the server rejected the connection with SQLSTATE {sqlState}. Correct the user, the password or the database of the data source, "
        + "or the server's pg_hba.conf.");

    private static OptionsValidationException CreateForDataSource(string problem) =>
        new(string.Empty, typeof(PostgreSqlStoreOptions), ["AddPostgreSqlStores: " + problem]);

    private static OptionsValidationException Create(string option, string problem) =>
        new(string.Empty, typeof(PostgreSqlStoreOptions), [$"{nameof(PostgreSqlStoreOptions)}.{option}: {problem}"]);
}
