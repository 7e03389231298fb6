using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>An instance with version 1 continues to work while and after another one upgrades its tables.</summary>
public sealed class PostgreSqlUpgradeTests(SharedPostgreSqlServer shared)
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact]
    public async Task Tables_of_version_1_are_upgraded_by_option_while_an_earlier_instance_uses_them()
    {
        var server = await CreateVersion1Async();
        await using var earlier = new NpgsqlSlimDataSourceBuilder(server.ConnectionString).Build();
        await AppendAsync(earlier);
        using var stop = new CancellationTokenSource();
        var appends = Task.Run(async () =>
        {
            var count = 0;
            for (; !stop.IsCancellationRequested; count++)
            {
                await AppendAsync(earlier);
            }

            return count;
        });

        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);

        (await server.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).Should().Be(2);
        var appended = await process.Revocations.AppendAsync(1);
        await Eventually.TrueAsync(
            async () => (await process.Revocations.HeadAsync()).Sequence > appended.Sequence, "the earlier instance still appends");
        await stop.CancelAsync();
        var count = await appends;
        (await process.Revocations.HeadAsync()).Sequence.Should().Be(1 + 1 + count + 1);
        (await AddUseAsync(earlier)).Should().Be(1);
        (await AddUseAsync(earlier)).Should().Be(0);
        (await PruneAsync(earlier)).Should().Be(0);
        (await process.Sessions.ListAsync(7, 1, CancellationToken.None)).Should().BeEmpty();
        (await process.SigningKeys.TryAddAsync(SigningKeyStoreContract.Entry(1), CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task Tables_of_version_1_stop_the_start_without_the_option()
    {
        var server = await CreateVersion1Async();

        await FluentActions.Awaiting(() => PostgreSqlStores.StartAsync(
                server.ConnectionString, _schema, options => options.ApplySchema = false))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("*has version 1*needs version 2*ApplySchema to true*");

        (await server.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).Should().Be(1);
    }

    private async Task<PostgreSqlServer> CreateVersion1Async()
    {
        var server = await shared.GetAsync();
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Scripts", "0001-revocation-and-replay.sql"));
        await server.ExecuteAsync(script.Replace("\"hipaajwt\"", $"\"{_schema}\"", StringComparison.Ordinal));
        await server.ExecuteAsync($"""
            INSERT INTO "{_schema}".revocation_head (epoch, tag, floor, seq)
            SELECT gen_random_uuid(), 5, NULL, coalesce(max(log.seq), 0) + 1 FROM "{_schema}".revocation AS log ON CONFLICT DO NOTHING
            """);
        return server;
    }

    /// <summary>The statements of version 1. They never change.</summary>
    private Task<int> AppendAsync(NpgsqlDataSource source) => ExecuteAsync(source, $"""
        WITH head AS (
            UPDATE "{_schema}".revocation_head SET seq = seq + 1, tag = 9 RETURNING epoch, seq, clock_timestamp() AS now),
        appended AS (
            INSERT INTO "{_schema}".revocation (seq, tag, kind, key, revoked_at, expires_at)
            SELECT seq, 9, 2::smallint, decode(repeat('00', 16), 'hex'), now, now + interval '1 hour' FROM head
            RETURNING seq, revoked_at, expires_at)
        SELECT head.epoch, head.seq, appended.revoked_at, appended.expires_at FROM head JOIN appended ON appended.seq = head.seq
        """);

    private Task<int> AddUseAsync(NpgsqlDataSource source) => ExecuteAsync(source, $"""
        INSERT INTO "{_schema}".replay (key, expires_at) VALUES (decode(repeat('00', 32), 'hex'), now() + interval '1 hour')
        ON CONFLICT DO NOTHING RETURNING 1
        """);

    private Task<int> PruneAsync(NpgsqlDataSource source) => ExecuteAsync(source, $"""
        DELETE FROM "{_schema}".replay WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM "{_schema}".replay WHERE expires_at < now() ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED))
        RETURNING 1
        """);

    private static async Task<int> ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }
}
