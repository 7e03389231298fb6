using System.Globalization;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>Compares refreshes by the store with the same statement, sent by the same driver to the same server.</summary>
[Trait("Speed", "Slow")]
public sealed class PostgreSqlRefreshSpeedTests(SharedPostgreSqlServer shared, ITestOutputHelper output)
{
    private const int Warmup = 50;
    private const int Refreshes = 500;
    private const double LeastRatio = 0.7;

    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact(Explicit = true)]
    public async Task A_refresh_is_at_least_0_7_times_as_fast_as_its_statement_issued_by_hand()
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await using var source = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        var store = process.Sessions;
        var (id, other) = (await StoreProcessesContract.CreateAsync(store), await StoreProcessesContract.CreateAsync(store));
        var counter = 0L;
        var ratio = await SpeedRatio.BestAsync(LeastRatio, async () =>
        {
            var (byStore, byHand) = (new List<double>(), new List<double>());
            for (var end = counter + Warmup + Refreshes; counter < end; counter++)
            {
                byHand.Add(await MeasureAsync(() => RefreshByHandAsync(source, other, counter)));
                byStore.Add(await MeasureAsync(async () =>
                    (await store.AdvanceAsync(id, counter, TimeSpan.FromSeconds(10), CancellationToken.None)).Session!.Counter));
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Time by hand / time by the store: {Median(byHand) / Median(byStore):0.00}. A refresh takes {Median(byStore):0.00} ms."));
            return Median(byHand) / Median(byStore);
        });

        ratio.Should().BeGreaterThanOrEqualTo(LeastRatio);
    }

    private static double Median(List<double> times) => times.Skip(Warmup).Order().ElementAt(Refreshes / 2);

    private static async Task<double> MeasureAsync(Func<Task<long>> refresh)
    {
        var start = TimeProvider.System.GetTimestamp();
        (await refresh()).Should().BePositive();
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task<long> RefreshByHandAsync(NpgsqlDataSource source, Guid id, long counter)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            UPDATE {_schema}.session SET counter = counter + 1, advanced_at = clock_timestamp(),
                retried_refreshes = CASE WHEN retried_counter = counter THEN retried_refreshes ELSE 0 END
            WHERE sid = $1 AND counter = $2 AND state = 0 AND clock_timestamp() < least(expires_at, idle_at)
            RETURNING sid, subject_key, client_id, salt, confirmation, data, counter, created_at, advanced_at, touched_at, idle_at,
                expires_at, state, end_reason, retried_refreshes, clock_timestamp()
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = counter });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        reader.GetValues(new object[reader.FieldCount]);
        return reader.GetInt64(6);
    }
}
