using System.Text;
using HipaaJwt.Stores.Tests.PostgreSql;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Compares the log with the same batches, inserted into a table with the same indexes by the same driver.</summary>
[Trait("Speed", "Slow")]
public sealed class PostgreSqlAuditLogSpeedTests(SharedPostgreSqlServer shared, ITestOutputHelper output) : IDisposable
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Fact(Explicit = true)]
    public async Task The_log_writes_nearly_as_many_events_a_second_as_the_same_batches_inserted_plainly()
    {
        var server = await shared.GetAsync();
        await using var source = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        var options = new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = true, SigningKeyFile = _key.Path };
        var database = new RecordingDatabase(new PostgreSqlAuditLogDatabase(source, options));
        await using var log = await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
        await server.ExecuteAsync($"CREATE TABLE {_schema}.plain (LIKE {_schema}.event INCLUDING ALL)");
        await SpeedLoad.CompareAsync(log, database, batches => InsertAsync(source, batches), leastRatio: 0.5, output);
    }

    private async Task InsertAsync(NpgsqlDataSource source, IReadOnlyList<IReadOnlyList<AuditLogRow>> batches)
    {
        foreach (var batch in batches)
        {
            await using var command = source.CreateCommand($"""
                INSERT INTO {_schema}.plain (n, id, leaf, json)
                SELECT $1 + row - 1, id::uuid, substring($3 from (32 * row - 31)::integer for 32), json
                FROM unnest(string_to_array($2, E'\n'), string_to_array($4, E'\n')) WITH ORDINALITY AS rows (id, json, row)
                """);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = batch[0].Index });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join('\n', batch.Select(row => row.EventId)) });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. batch.SelectMany(row => row.Leaf.ToArray())] });
            command.Parameters.Add(new NpgsqlParameter<string>
            {
                TypedValue = string.Join('\n', batch.Select(row => Encoding.ASCII.GetString(row.Json.Span))),
            });
            await command.ExecuteNonQueryAsync(Cancellation);
        }
    }
}
