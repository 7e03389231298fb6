using HipaaJwt.Histories.Support;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Histories.Stores;

/// <summary>An SQLite file in a folder of its own.</summary>
internal sealed class SqliteFile : StoreServer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-sqlite-").FullName;

    public override string FilePath => Path.Combine(_folder, "store.db");

    public override IReadOnlyList<Disturbance> Disturbances => [new("store locked", LockAsync), new("store locked", LockAsync)];

    public override IReadOnlyList<Loss> Losses =>
    [
        new("file deleted", () => Task.CompletedTask, _ => DeleteAsync(), HasDowntime: false),
        new("older copy restored", () => Task.CompletedTask, RestoreAsync, HasDowntime: false),
    ];

    public override Task StartAsync() => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new($"Data Source={FilePath};Mode=ReadWrite;Pooling=False");
        connection.Open();
        return connection;
    }

    private async Task LockAsync(TimeSpan length)
    {
        using var connection = Open();
        Execute(connection, "PRAGMA busy_timeout = 2000; BEGIN IMMEDIATE");
        await MachineTime.WaitAsync(length);
        Execute(connection, "ROLLBACK");
    }

    private Task DeleteAsync()
    {
        foreach (var suffix in (string[])["-wal", "-shm", string.Empty])
        {
            File.Delete(FilePath + suffix);
        }

        return Task.CompletedTask;
    }

    private async Task RestoreAsync(TimeSpan age)
    {
        var copy = Path.Combine(_folder, "copy.db");
        using (var connection = Open())
        {
            Execute(connection, $"VACUUM INTO '{copy}'");
        }

        await MachineTime.WaitAsync(age);
        File.Delete(FilePath + "-wal");
        File.Delete(FilePath + "-shm");
        File.Move(copy, FilePath, overwrite: true);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements contain only a path of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
