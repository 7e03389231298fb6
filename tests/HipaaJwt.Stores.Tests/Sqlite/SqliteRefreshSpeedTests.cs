using System.Globalization;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>Compares refreshes by the store with the same statements by the same driver, in another file that is as durable.</summary>
[Trait("Speed", "Slow")]
public sealed class SqliteRefreshSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Warmup = 50;
    private const int Refreshes = 600;
    private const double LeastRatio = 0.7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public async Task A_refresh_is_at_least_0_7_times_as_fast_as_its_statements_issued_by_hand()
    {
        await using var process = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database));
        var id = await StoreProcessesContract.CreateAsync(process.Sessions);
        await using (var other = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.File("hand.db"))))
        {
            await StoreProcessesContract.CreateAsync(other.Sessions);
        }

        using var hand = new RefreshByHand(_folder.File("hand.db"));
        var counter = 0L;
        var ratio = await SpeedRatio.BestAsync(LeastRatio, async () =>
        {
            var (byStore, byHand) = (new List<double>(), new List<double>());
            for (var end = counter + Warmup + Refreshes; counter < end; counter++)
            {
                byHand.Add(Measure(hand.Refresh));
                byStore.Add(Measure(() => process.Sessions.AdvanceAsync(id, counter, TimeSpan.FromSeconds(10), CancellationToken.None)
                    .AsTask().GetAwaiter().GetResult()));
            }

            (await process.Sessions.FindAsync(id, CancellationToken.None))!.Counter.Should().Be(counter);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Time by hand / time by the store: {Median(byHand) / Median(byStore):0.00}. A refresh takes {Median(byStore):0.00} ms."));
            return Median(byHand) / Median(byStore);
        });

        ratio.Should().BeGreaterThanOrEqualTo(LeastRatio);
    }

    private static double Median(List<double> times) => times.Skip(Warmup).Order().ElementAt(Refreshes / 2);

    private static double Measure(Action refresh)
    {
        var start = TimeProvider.System.GetTimestamp();
        refresh();
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The statements of a refresh, prepared on a connection that stays open.</summary>
    private sealed class RefreshByHand : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _begin;
        private readonly SqliteCommand _read;
        private readonly SqliteCommand _advance;
        private readonly SqliteCommand _commit;

        public RefreshByHand(string path)
        {
            _connection = new SqliteConnection($"Data Source={path};Pooling=False");
            _connection.Open();
            using var durability = Create("PRAGMA synchronous = FULL");
            durability.ExecuteNonQuery();
            _begin = Create("BEGIN IMMEDIATE");
            _read = Create("SELECT * FROM hipaa_jwt_session WHERE sid = @sid");
            using var id = Create("SELECT sid FROM hipaa_jwt_session");
            _read.Parameters.AddWithValue("@sid", id.ExecuteScalar());
            _advance = Create("""
                UPDATE hipaa_jwt_session
                SET counter = @counter, advanced_at = @advancedAt, retried_counter = 0, retried_refreshes = 0 WHERE sid = @sid
                """);
            _advance.Parameters.AddWithValue("@counter", 1L);
            _advance.Parameters.AddWithValue("@advancedAt", 1L);
            _advance.Parameters.AddWithValue("@sid", _read.Parameters[0].Value);
            _commit = Create("COMMIT");
        }

        public void Refresh()
        {
            _begin.ExecuteNonQuery();
            long counter;
            using (var row = _read.ExecuteReader())
            {
                row.Read();
                row.GetValues(new object[row.FieldCount]);
                counter = row.GetInt64(row.GetOrdinal("counter"));
            }

            _advance.Parameters[0].Value = counter + 1;
            _advance.Parameters[1].Value = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            _advance.ExecuteNonQuery();
            _commit.ExecuteNonQuery();
        }

        public void Dispose()
        {
            _begin.Dispose();
            _read.Dispose();
            _advance.Dispose();
            _commit.Dispose();
            _connection.Dispose();
        }

        private SqliteCommand Create(string statement)
        {
            var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants.
            command.CommandText = statement;
#pragma warning restore CA2100
            return command;
        }
    }
}
