using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Sqlite.Schema;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Database;

/// <summary>Checks and upgrades the schema of the file.</summary>
internal static class SchemaVersion
{
    /// <summary>Requires that the file has the schema of this package, and applies it if that is allowed.</summary>
    /// <param name="connection">A connection outside a transaction.</param>
    /// <param name="mayApply">Whether the schema may be created and upgraded.</param>
    public static void Require(SqliteConnection connection, bool mayApply)
    {
        var version = Read(connection);
        if (version > SchemaScripts.CurrentVersion)
        {
            throw SqliteProblem.Create(string.Create(
                CultureInfo.InvariantCulture,
                $"SqliteStoreOptions.Path: the schema has version {version}, but this package supports at most "
                + $"{SchemaScripts.CurrentVersion}. Upgrade the package HipaaJwt.Sqlite, or use another file."));
        }

        if (version < SchemaScripts.CurrentVersion && !mayApply)
        {
            throw SqliteProblem.Create(string.Create(
                CultureInfo.InvariantCulture,
                $"SqliteStoreOptions.ApplySchema is false and the schema has version {version}. Apply the later scripts of the package, "
                + $"up to {SchemaScripts.CurrentVersion}, or set ApplySchema to true."));
        }

        if (version < SchemaScripts.CurrentVersion || SqliteConnections.ReadHeader(connection).Generation == 0)
        {
            Upgrade(connection, version);
        }
    }

    private static int Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*), coalesce(sum(name = 'hipaa_jwt_schema'), 0) FROM sqlite_schema WHERE type = 'table'";
        using (var tables = command.ExecuteReader())
        {
            tables.Read();
            if (tables.GetInt32(1) == 0)
            {
                return tables.GetInt32(0) == 0
                    ? 0
                    : throw SqliteProblem.Create(
                        "SqliteStoreOptions.Path: the SQLite file contains other tables. Use a file that contains nothing else.");
            }
        }

        command.CommandText = "SELECT version FROM hipaa_jwt_schema";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Applies the scripts after a version without a write-ahead log, because a log with another schema could not be verified. The
    /// generation is random, so that no log of an earlier file belongs to it.
    /// </summary>
    private static void Upgrade(SqliteConnection connection, int version)
    {
        connection.Execute("PRAGMA journal_mode = DELETE");
        using var transaction = connection.BeginTransaction();
        foreach (var script in SchemaScripts.After(version))
        {
            connection.Execute(script);
        }

        var generation = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {generation}"));
        transaction.Commit();
    }
}
