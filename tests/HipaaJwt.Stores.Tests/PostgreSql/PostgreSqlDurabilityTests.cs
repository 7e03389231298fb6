using System.Collections.Concurrent;
using System.Transactions;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>An append that was acknowledged is never lost, and one that may be lost is never acknowledged.</summary>
public sealed class PostgreSqlDurabilityTests(SharedPostgreSqlServer shared)
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Theory]
    [InlineData("kill")]
    [InlineData("immediate")]
    public async Task Every_acknowledged_append_survives_a_killed_server_also_if_commits_are_asynchronous_by_default(string end)
    {
        await using var server = await PostgreSqlServer.StartNewAsync("synchronous_commit=off", "wal_writer_delay=10s");
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var store = process.Revocations;
        await store.StartEpochAsync();
        ConcurrentBag<LoggedRevocation> acknowledged = [];
        ConcurrentBag<string> used = [];
        var appenders = Enumerable.Range(0, 8).Select(appender => Task.Run(async () =>
        {
            await RunUntilFailureAsync(async count =>
            {
                acknowledged.Add(await store.AppendAsync(new UInt128((ulong)appender, (ulong)count)));
                var key = Convert.ToBase64String(Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray());
                var entry = Entry(key.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
                (await process.Replay.TryAddAsync(entry, CancellationToken.None)).Should().Be(ReplayResult.FirstUse);
                used.Add(entry.Key);
            });
        })).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(used.Count > 200), "appends must succeed");

        await (end == "kill" ? server.KillAsync() : server.StopAsync(end));
        await Eventually.CompletesAsync(Task.WhenAll(appenders));
        await server.StartAsync();

        await Eventually.TrueAsync(() => AnswersAsync(store), "the store must recover");
        var log = await store.FollowAsync((await store.HeadAsync()).Sequence, 1_000, CancellationToken.None);
        log.Select(revocation => (revocation.Sequence, revocation.Tag, revocation.Key))
            .Should().Contain(acknowledged.Select(revocation => (revocation.Sequence, revocation.Tag, revocation.Key)));
        foreach (var key in used)
        {
            (await process.Replay.TryAddAsync(Entry(key), CancellationToken.None)).Should().Be(ReplayResult.UsedBefore);
        }
    }

    [Fact]
    public async Task An_append_is_not_acknowledged_if_the_wait_for_a_synchronous_standby_was_cancelled()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var store = process.Revocations;
        await store.StartEpochAsync();
        await AbsentStandby.RequireAsync(server);

        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await store.Awaiting(target => target.AppendAsync(LogReader.Entry(1), timeout.Token).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        var append = store.AppendAsync(2);
        await Eventually.TrueAsync(
            async () => (bool)(await server.ExecuteAsync("""
                SELECT coalesce(bool_or(pg_cancel_backend(pid)), false) FROM pg_stat_activity WHERE wait_event = 'SyncRep'
                """))!,
            "the append must wait for the standby");

        await append.Awaiting(task => task.WaitAsync(Eventually.Limit))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*standby*");
    }

    [Fact]
    public async Task A_transaction_scope_of_the_caller_neither_delays_nor_rolls_back_what_is_stored()
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await process.Revocations.StartEpochAsync();
        var entry = Entry(new string('A', 43));

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await process.Revocations.AppendAsync(1);
            await process.Replay.TryAddAsync(entry, CancellationToken.None);
            (await server.ExecuteAsync($"SELECT count(*) FROM {_schema}.revocation")).Should().Be(1L);
        }

        (await process.Revocations.ReadAsync()).Revocations.Should().HaveCount(1);
        (await process.Replay.TryAddAsync(entry, CancellationToken.None)).Should().Be(ReplayResult.UsedBefore);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(400 * TimeSpan.TicksPerDay)]
    public async Task A_long_retention_leaves_the_log_readable(long ticks)
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await process.Revocations.StartEpochAsync();

        var appended = await process.Revocations.AppendAsync(1, new TimeSpan(ticks));

        (await process.Revocations.ReadAsync()).Revocations.Single().ExpiresAt.Should().Be(appended.ExpiresAt);
        var expected = Math.Min(appended.RevokedAt.Ticks, DateTimeOffset.MaxValue.Ticks - ticks) + ticks;
        appended.ExpiresAt.Should().BeCloseTo(new DateTimeOffset(expected, TimeSpan.Zero), TimeSpan.FromDays(2));
    }

    private static ReplayEntry Entry(string key) =>
        new() { Key = key, Owner = new string('B', 43), ExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) };

    private static async Task RunUntilFailureAsync(Func<int, Task> body)
    {
        for (var count = 0; ; count++)
        {
            try
            {
                await body(count);
            }
            catch (NpgsqlException)
            {
                return;
            }
        }
    }

    private static async Task<bool> AnswersAsync(IRevocationStore store)
    {
        try
        {
            await store.HeadAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
