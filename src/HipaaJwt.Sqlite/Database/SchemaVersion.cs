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
    /// <param name="schema">What the file contains.</param>
    public static void Require(SqliteConnection connection, bool mayApply, SqliteSchema schema)
    {
        var version = Read(connection, schema);
        if (version > schema.Version)
        {
            throw schema.Problem(string.Create(
                CultureInfo.InvariantCulture,
                $"Path: the schema has version {version}, but this package supports at most "
                + $"{schema.Version}. Upgrade the package HipaaJwt.Sqlite, or use another file."));
        }

        if (version < schema.Version && !mayApply)
        {
            throw schema.Problem(string.Create(
                CultureInfo.InvariantCulture,
                $"ApplySchema is false and the schema has version {version}. Apply the later scripts of the package, "
                + $"up to {schema.Version}, or set ApplySchema to true."));
        }

        if (version < schema.Version || SqliteConnections.ReadHeader(connection).Generation == 0)
        {
            Upgrade(connection, version, schema);
        }
    }

    private static int Read(SqliteConnection connection, SqliteSchema schema)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name of the table is a constant of this package.
        command.CommandText = $"SELECT count(*), coalesce(sum(name = '{schema.VersionTable}'), 0) FROM sqlite_schema WHERE type = 'table'";
        using (var tables = command.ExecuteReader())
        {
            tables.Read();
            if (tables.GetInt32(1) == 0)
            {
                return tables.GetInt32(0) == 0
                    ? 0
                    : throw schema.Problem(
                        "Path: the SQLite file contains other tables. Use a file that contains nothing else.");
            }
        }

        command.CommandText = $"SELECT version FROM {schema.VersionTable}";
#pragma warning restore CA2100
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Applies the scripts after a version without a write-ahead log, because a log with another schema could not be verified. The
    /// generation is random, so that no log of an earlier file belongs to it.
    /// </summary>
    private static void Upgrade(SqliteConnection connection, int version, SqliteSchema schema)
    {
        connection.Execute("PRAGMA journal_mode = DELETE");
        using var transaction = connection.BeginTransaction();
        foreach (var script in SchemaScripts.After(version, schema.Folder))
        {
            connection.Execute(script);
        }

        var generation = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {generation}"));
        transaction.Commit();
    }
}
