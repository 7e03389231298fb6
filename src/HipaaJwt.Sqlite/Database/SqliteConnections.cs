using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HipaaJwt.Sqlite.Database;

/// <summary>Opens connections to the file.</summary>
internal static class SqliteConnections
{
    /// <summary>
    /// Opens a connection whose commits survive a loss of power. It never copies the write-ahead log into the file by itself, because
    /// only a verified log may be copied.
    /// </summary>
    public static SqliteConnection Open(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        SetKeepsLogOnClose(connection, true);
        connection.Execute(
            "PRAGMA busy_timeout = 100; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA wal_autocheckpoint = 0; "
            + "PRAGMA trusted_schema = 0;");
        return connection;
    }

    /// <summary>Sets whether the write-ahead log is left as it is when the last connection closes.</summary>
    public static void SetKeepsLogOnClose(SqliteConnection connection, bool keeps) =>
        raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps ? 1 : 0, out _);

    /// <summary>
    /// Reads the header of the file without its write-ahead log. It takes no locks. Any other page of the file may be older than the
    /// header or missing, because SQLite copies a log in parts while a reader needs an older state.
    /// </summary>
    public static FileHeader ReadHeaderOfFile(string path)
    {
        // A path with special characters is escaped, because SQLite reads it as a URI here.
        var uri = "file:" + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) + "?immutable=1";
        using var connection = Open(uri, SqliteOpenMode.ReadOnly);

        // With this setting, SQLite accepts a header that counts more pages than the file has. Nothing is written.
        connection.Execute("PRAGMA writable_schema = 1; BEGIN");
        return ReadHeader(connection);
    }

    /// <summary>Reads the header as the transaction of the connection sees it, with the write-ahead log. It reads no other page.</summary>
    public static FileHeader ReadHeader(SqliteConnection connection) =>
        new(ReadInt32(connection, "PRAGMA user_version"), ReadInt32(connection, "PRAGMA schema_version"));

    /// <summary>Runs statements without parameters and results.</summary>
    public static void Execute(this SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants and scripts of this package.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static int ReadInt32(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this class.
        command.CommandText = pragma;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt32(0);
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
