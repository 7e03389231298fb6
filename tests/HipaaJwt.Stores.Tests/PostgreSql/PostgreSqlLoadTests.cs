using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

[Trait("Speed", "Slow")]
public sealed class PostgreSqlLoadTests(SharedPostgreSqlServer shared, ITestOutputHelper output)
{
    private const int Expired = 1_000_000;
    private const int Batch = 1_000;

    private readonly string _schema = PostgreSqlStores.NewSchema();

    /// <summary>
    /// Other tests use the same processors and the same disk, so the limit of 50 ms holds for the median. The use of the index does not
    /// depend on them. A batch takes two statements.
    /// </summary>
    [Fact]
    public async Task Pruning_a_million_expired_entries_beside_load_takes_short_statements_that_use_the_index()
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var store = process.Revocations;
        await store.StartEpochAsync();
        await FillAsync(server);
        using var stop = new CancellationTokenSource();
        ConcurrentQueue<double> appends = [];
        ConcurrentQueue<double> reads = [];
        Task[] load =
        [
            RepeatAsync(() => store.AppendAsync(7), appends, stop.Token),
            RepeatAsync(() => store.HeadAsync(), reads, stop.Token),
        ];

        ConcurrentQueue<double> prunes = [];
        var total = 0;
        for (var removed = Batch; removed == Batch; total += removed)
        {
            removed = await MeasureAsync(() => ((IExpiringStore)store).PruneAsync(Batch, CancellationToken.None).AsTask(), prunes);
            removed.Should().BeLessThanOrEqualTo(Batch);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        total.Should().Be(Expired);
        Report("Prunes of 1,000 entries", prunes);
        Report("The last 50 of them", prunes.TakeLast(50));
        Report("Appends beside them", appends);
        Report("Reads beside them", reads);
        Percentile(prunes, 0.5).Should().BeLessThan(50);
        (await server.ExecuteAsync($"SELECT count(*) FROM {_schema}.revocation")).Should().Be((long)appends.Count);
        await Eventually.TrueAsync(
            async () => (long)(await server.ExecuteAsync($"""
                SELECT idx_scan FROM pg_stat_user_indexes WHERE schemaname = '{_schema}' AND indexrelname = 'revocation_expires_at'
                """))! > Expired / Batch,
            "each statement must use the index");
    }

    [Fact(Explicit = true)]
    public async Task An_append_is_at_least_0_7_times_as_fast_as_its_statement_issued_by_hand()
    {
        const int Rounds = 40;
        const int AppendsPerRound = 10;
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await process.Revocations.StartEpochAsync();
        await using var source = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        var (ratios, store, hand) = (new List<double>(), new ConcurrentQueue<double>(), new ConcurrentQueue<double>());
        for (var round = 0; round < Rounds + 5; round++)
        {
            for (var append = 0; append < AppendsPerRound; append++)
            {
                await MeasureAsync(() => process.Revocations.AppendAsync(1), store);
                await MeasureAsync(() => AppendByHandAsync(source), hand);
            }

            ratios.Add(hand.TakeLast(AppendsPerRound).Sum() / store.TakeLast(AppendsPerRound).Sum());
        }

        ratios = [.. ratios.Skip(5).Order()];
        Report("Appends by the store", store);
        Report("Appends by hand", hand);
        var median = ratios[ratios.Count / 2];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time by hand / time by the store: median {median:0.00}"));
        median.Should().BeGreaterThan(0.7);
    }

    private static double Percentile(IEnumerable<double> times, double percentile)
    {
        var sorted = times.Order().ToArray();
        return sorted[(int)(sorted.Length * percentile)];
    }

    private static async Task<T> MeasureAsync<T>(Func<Task<T>> body, ConcurrentQueue<double> times)
    {
        var start = TimeProvider.System.GetTimestamp();
        var result = await body();
        times.Enqueue(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    private static async Task RepeatAsync<T>(Func<Task<T>> body, ConcurrentQueue<double> times, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await MeasureAsync(body, times);
        }
    }

    /// <summary>Creates the index last, because this takes a third of the time.</summary>
    private async Task FillAsync(PostgreSqlServer server)
    {
        await server.ExecuteAsync($"DROP INDEX {_schema}.revocation_expires_at");
        await server.ExecuteAsync($"""
            INSERT INTO {_schema}.revocation (seq, tag, kind, key, revoked_at, expires_at)
            SELECT -n, n, 2, decode(lpad(to_hex(n), 32, '0'), 'hex'), now() - interval '2 days',
                now() - interval '1 day' - n * interval '1 ms'
            FROM generate_series(1, {Expired}) AS n
            """);
        await server.ExecuteAsync($"CREATE INDEX revocation_expires_at ON {_schema}.revocation (expires_at)");
    }

    private async Task<long> AppendByHandAsync(NpgsqlDataSource source)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, 1);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            WITH head AS (
                UPDATE {_schema}.revocation_head SET seq = seq + 1, tag = $1 RETURNING epoch, seq, clock_timestamp() AS now),
            appended AS (
                INSERT INTO {_schema}.revocation (seq, tag, kind, key, revoked_at, expires_at)
                SELECT seq, $1, $2, $3, now, now + $4 * interval '1 microsecond' FROM head
                RETURNING seq, revoked_at, expires_at)
            SELECT head.epoch, head.seq, appended.revoked_at, appended.expires_at, pg_notify('{_schema}', '')
            FROM head JOIN appended ON appended.seq = head.seq
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = 2 });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 3_600_000_000 });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetInt64(1);
    }

    private void Report(string name, IEnumerable<double> times)
    {
        double[] all = [.. times];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {all.Length}, median {Percentile(all, 0.5):0.0} ms, 99 % {Percentile(all, 0.99):0.0} ms, max {all.Max():0.0} ms"));
    }
}
