using System.Text;
using HipaaJwt.Stores.Tests.Sqlite;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Compares the log with the same batches, inserted into a table with the same indexes by the same driver.</summary>
[Trait("Speed", "Slow")]
public sealed class SqliteAuditLogSpeedTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task The_log_writes_nearly_as_many_events_a_second_as_the_same_batches_inserted_plainly()
    {
        var options = new SqliteAuditLogOptions { Path = _folder.Database, SigningKeyFile = _key.Path };
        using var file = new SqliteAuditLogDatabase(options);
        var database = new RecordingDatabase(file);
        await using var log = await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
        await using var plain = new SqliteConnection($"Data Source={_folder.File("plain.db")};Pooling=False");
        await plain.OpenAsync(Cancellation);
        TemporaryFolder.Execute(plain, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        TemporaryFolder.Execute(
            plain,
            """
            CREATE TABLE plain (
                n INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, leaf BLOB NOT NULL CHECK (length(leaf) = 32), json TEXT NOT NULL
            ) STRICT
            """);
        await using var insert = plain.CreateCommand();
        insert.CommandText = "INSERT INTO plain (n, id, leaf, json) VALUES (@n, @id, @leaf, @json)";
        foreach (var name in (string[])["@n", "@id", "@leaf", "@json"])
        {
            insert.Parameters.Add(new SqliteParameter(name, null));
        }

        await SpeedLoad.CompareAsync(log, database, batches => Task.Run(() => Insert(plain, insert, batches)), leastRatio: 0.6, output);
    }

    private static void Insert(SqliteConnection plain, SqliteCommand insert, IReadOnlyList<IReadOnlyList<AuditLogRow>> batches)
    {
        foreach (var batch in batches)
        {
            TemporaryFolder.Execute(plain, "BEGIN IMMEDIATE");
            foreach (var row in batch)
            {
                insert.Parameters[0].Value = row.Index;
                insert.Parameters[1].Value = row.EventId.ToString();
                insert.Parameters[2].Value = row.Leaf.ToArray();
                insert.Parameters[3].Value = Encoding.ASCII.GetString(row.Json.Span);
                insert.ExecuteNonQuery();
            }

            TemporaryFolder.Execute(plain, "COMMIT");
        }
    }
}
