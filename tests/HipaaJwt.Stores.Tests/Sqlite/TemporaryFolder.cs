using Microsoft.Data.Sqlite;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hipaa-jwt-").FullName;

    /// <summary>The path of the SQLite file. Its characters have a meaning in URIs.</summary>
    public string Database => File("hipaa jwt #1?%20.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Connects to the SQLite file as a tool of an administrator does.</summary>
    public SqliteConnection Connect(SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false, Mode = mode };
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements on the SQLite file. Returns the first value of the first result.</summary>
    public object? Execute(string statements, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        using var connection = Connect(mode);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants and scripts of the package.
        command.CommandText = statements;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Runs statements on a connection.</summary>
    public static void Execute(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a script of the package, and creates the SQLite file if it does not exist.</summary>
    public void ExecuteScript(string name)
    {
        using var reader = new StreamReader(typeof(SqliteStoreOptions).Assembly.GetManifestResourceStream(name)!);
        Execute(reader.ReadToEnd(), SqliteOpenMode.ReadWriteCreate);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
