using System.Globalization;
using System.Text;
using HipaaJwt.Stores.Tests.PostgreSql;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Compares the log with the same batches, inserted into a table with the same indexes by the same driver.</summary>
[Trait("Speed", "Slow")]
public sealed class PostgreSqlAuditLogSpeedTests(SharedPostgreSqlServer shared, ITestOutputHelper output) : IDisposable
{
    private const int Callers = 64;
    private const int EventsPerCaller = 50;
    private const int Rounds = 9;

    /// <summary>The aim is 0.7. A shared disk and other load of the machine change the ratio from one run to the next.</summary>
    private const double LeastRatio = 0.6;

    private readonly string _schema = PostgreSqlStores.NewSchema();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task The_log_writes_nearly_as_many_events_a_second_as_the_same_batches_inserted_plainly()
    {
        var server = await shared.GetAsync();
        await using var source = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        var options = new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = true, SigningKeyFile = _key.Path };
        var database = new RecordingDatabase(new PostgreSqlAuditLogDatabase(source, options));
        await using var log = await DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
        await server.ExecuteAsync($"CREATE TABLE {_schema}.plain (LIKE {_schema}.event INCLUDING ALL)");
        await WriteAsync(log);
        var ratio = await SpeedRatio.BestAsync(LeastRatio, () => MeasureAsync(log, database, source));

        ratio.Should().BeGreaterThanOrEqualTo(LeastRatio);
    }

    private static async Task<double> MeasureAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private async Task<double> MeasureAsync(DatabaseAuditLog log, RecordingDatabase database, NpgsqlDataSource source)
    {
        List<double> ratios = [];
        var rate = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            database.Batches.Clear();
            var byLog = await MeasureAsync(() => WriteAsync(log));
            var plain = await MeasureAsync(() => InsertAsync(source, [.. database.Batches.Where(batch => batch.Count > 0)]));
            ratios.Add(plain / byLog);
            rate = Math.Max(rate, Callers * EventsPerCaller / byLog);
        }

        var ratio = ratios.Order().ElementAt(Rounds / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Events a second over plain inserts: {ratio:0.00} ({string.Join(", ", ratios.Select(one => $"{one:0.00}"))}). "
            + $"At most {rate:0} events a second in batches of {Callers}."));
        return ratio;
    }

    private static Task WriteAsync(DatabaseAuditLog log) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
    {
        for (var number = 0; number < EventsPerCaller; number++)
        {
            await log.WriteAsync(
                new AuditEvent
                {
                    Type = AuditEventType.AccessGranted,
                    Issuer = "https://idp.hospital.example",
                    Subject = $"dr-{caller}",
                    Patient = $"p-{number}",
                    Roles = ["physician"],
                    Permissions = ["chart:read"],
                    Resource = "GET /patients/{patient}/charts/{id}",
                    ResourceType = "Chart",
                },
                CancellationToken.None);
        }
    })));

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
