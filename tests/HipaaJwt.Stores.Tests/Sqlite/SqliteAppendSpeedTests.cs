using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Sqlite;

/// <summary>Compares appends of the store with the same statements by the same driver, in another file with the same durability.</summary>
[Trait("Speed", "Slow")]
public sealed class SqliteAppendSpeedTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 60;
    private const int AppendsPerRound = 10;
    private const double LeastRatio = 0.7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public async Task An_append_is_at_least_0_7_times_as_fast_as_its_statements_issued_by_hand()
    {
        await using var process = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.Database));
        await process.Revocations.StartEpochAsync();
        await using var other = await StoreProcess.StartAsync(builder => builder.AddSqliteStores(_folder.File("hand.db")));
        await other.Revocations.StartEpochAsync();
        await other.DisposeAsync();
        using var hand = new AppendByHand(_folder.File("hand.db"));
        var ratio = await SpeedRatio.BestAsync(LeastRatio, () => Task.FromResult(Measure(process, hand)));

        ratio.Should().BeGreaterThanOrEqualTo(LeastRatio);
    }

    private static TimeSpan Measure(Action append)
    {
        var start = TimeProvider.System.GetTimestamp();
        append();
        return TimeProvider.System.GetElapsedTime(start);
    }

    private double Measure(StoreProcess process, AppendByHand hand)
    {
        List<double> ratios = [];
        var (byStore, byHand) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Rounds + 5; round++)
        {
            var (store, statements) = (TimeSpan.Zero, TimeSpan.Zero);
            for (var append = 0; append < AppendsPerRound; append++)
            {
                statements += append % 2 == 0 ? Measure(hand.Append) : TimeSpan.Zero;
                store += Measure(() => process.Revocations.AppendAsync(1).GetAwaiter().GetResult());
                statements += append % 2 == 1 ? Measure(hand.Append) : TimeSpan.Zero;
            }

            ratios.Add(statements / store);
            (byStore, byHand) = (byStore + store, byHand + statements);
        }

        var median = ratios.Skip(5).Order().ElementAt(Rounds / 2);
        var each = (byStore / (ratios.Count * AppendsPerRound)).TotalMilliseconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Time by hand / time by the store: median {median:0.00}, of all appends {byHand / byStore:0.00}. "
            + $"An append takes {each:0.00} ms."));
        return median;
    }

    /// <summary>The statements of an append, prepared on a connection that stays open.</summary>
    private sealed class AppendByHand : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _begin;
        private readonly SqliteCommand _read;
        private readonly SqliteCommand _advance;
        private readonly SqliteCommand _insert;
        private readonly SqliteCommand _commit;

        public AppendByHand(string path)
        {
            _connection = new SqliteConnection($"Data Source={path};Pooling=False");
            _connection.Open();
            using var durability = Create("PRAGMA synchronous = FULL");
            durability.ExecuteNonQuery();
            _begin = Create("BEGIN IMMEDIATE");
            _read = Create("SELECT epoch, floor, seq, tag FROM hipaa_jwt_head");
            _advance = Create("UPDATE hipaa_jwt_head SET seq = @seq, tag = @tag");
            _advance.Parameters.AddWithValue("@seq", 1L);
            _advance.Parameters.AddWithValue("@tag", 1L);
            _insert = Create("""
                INSERT INTO hipaa_jwt_revocation (seq, tag, kind, key, revoked_at, expires_at)
                VALUES (@seq, @tag, 2, @key, @revokedAt, @expiresAt)
                """);
            foreach (var name in (string[])["@seq", "@tag", "@key", "@revokedAt", "@expiresAt"])
            {
                _insert.Parameters.AddWithValue(name, 1L);
            }

            _commit = Create("COMMIT");
            foreach (var command in (SqliteCommand[])[_begin, _read, _advance, _insert, _commit])
            {
                command.Prepare();
            }
        }

        public void Append()
        {
            var (tag, now) = (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)), TimeProvider.System.GetUtcNow());
            _begin.ExecuteNonQuery();
            long sequence;
            using (var row = _read.ExecuteReader())
            {
                row.Read();
                row.GetFieldValue<byte[]>(0);
                sequence = row.GetInt64(2) + 1;
                row.GetInt64(3);
            }

            _advance.Parameters[0].Value = sequence;
            _advance.Parameters[1].Value = tag;
            _advance.ExecuteNonQuery();
            _insert.Parameters[0].Value = sequence;
            _insert.Parameters[1].Value = tag;
            _insert.Parameters[2].Value = new byte[16];
            _insert.Parameters[3].Value = now.ToUnixTimeMilliseconds();
            _insert.Parameters[4].Value = now.AddHours(1).ToUnixTimeMilliseconds();
            _insert.ExecuteNonQuery();
            _commit.ExecuteNonQuery();
        }

        public void Dispose()
        {
            _begin.Dispose();
            _read.Dispose();
            _advance.Dispose();
            _insert.Dispose();
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
