using System.Collections.Concurrent;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>What was acknowledged of a session or a signing key is never lost.</summary>
public sealed class PostgreSqlSessionDurabilityTests
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact]
    public async Task Every_acknowledged_write_survives_a_killed_server_also_if_commits_are_asynchronous_by_default()
    {
        await using var server = await PostgreSqlServer.StartNewAsync("synchronous_commit=off", "wal_writer_delay=10s");
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var (store, keys) = (process.Sessions, process.SigningKeys);
        ConcurrentDictionary<Guid, StoredSession> acknowledged = [];
        ConcurrentBag<long> slots = [];
        var load = Enumerable.Range(0, 6).Select(caller => Task.Run(() => RunUntilFailureAsync(async round =>
        {
            var id = await StoreProcessesContract.CreateAsync(store);
            acknowledged[id] = (await store.AdvanceAsync(id, 0, TimeSpan.FromMinutes(5), CancellationToken.None)).Session!;
            acknowledged[id] = (await store.AdvanceAsync(id, 0, TimeSpan.FromMinutes(5), CancellationToken.None)).Session!;
            acknowledged[id] = (await store.EndAsync(id, SessionEndReason.Logout, CancellationToken.None))!;
            var slot = (round * 6) + caller;
            await keys.TryAddAsync(SigningKeyStoreContract.Entry(slot), CancellationToken.None);
            slots.Add(slot);
        }))).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(slots.Count > 50), "writes must succeed");

        await server.KillAsync();
        await Eventually.CompletesAsync(Task.WhenAll(load));
        await server.StartAsync();

        await Eventually.TrueAsync(() => AnswersAsync(store), "the store must recover");
        foreach (var session in acknowledged.Values)
        {
            var found = (await store.FindAsync(session.Id, CancellationToken.None))!;
            found.Counter.Should().Be(1);
            found.RetriedRefreshes.Should().BeGreaterThanOrEqualTo(session.RetriedRefreshes);
            found.State.Should().BeOneOf(session.State, SessionState.Ending);
        }

        var page = await keys.ReadAsync(SigningKeyStoreContract.Purpose, CancellationToken.None);
        page.Keys.Select(key => key.Slot).Should().Contain(slots);
    }

    [Fact]
    public async Task A_refresh_is_not_acknowledged_if_the_wait_for_a_synchronous_standby_was_cancelled()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var store = process.Sessions;
        var id = await StoreProcessesContract.CreateAsync(store);
        await AbsentStandby.RequireAsync(server);

        foreach (var call in (Func<Task>[])
            [
                () => store.AdvanceAsync(id, 0, TimeSpan.FromHours(1), CancellationToken.None).AsTask(),
                () => store.AdvanceAsync(id, 0, TimeSpan.FromHours(1), CancellationToken.None).AsTask(),
                () => store.EndAsync(id, SessionEndReason.Logout, CancellationToken.None).AsTask(),
                () => store.CompleteEndAsync(id, CancellationToken.None).AsTask(),
                () => process.SigningKeys.TryAddAsync(SigningKeyStoreContract.Entry(1), CancellationToken.None).AsTask(),
            ])
        {
            var pending = call();
            await Eventually.TrueAsync(
                async () => (bool)(await server.ExecuteAsync("""
                    SELECT coalesce(bool_or(pg_cancel_backend(pid)), false) FROM pg_stat_activity WHERE wait_event = 'SyncRep'
                    """))!,
                "the call must wait for the standby");
            await pending.Awaiting(task => task.WaitAsync(Eventually.Limit))
                .Should().ThrowAsync<InvalidOperationException>().WithMessage("*standby*");
        }
    }

    private static async Task RunUntilFailureAsync(Func<int, Task> body)
    {
        for (var round = 0; ; round++)
        {
            try
            {
                await body(round);
            }
            catch (Npgsql.NpgsqlException)
            {
                return;
            }
        }
    }

    private static async Task<bool> AnswersAsync(ISessionStore store)
    {
        try
        {
            await store.FindAsync(Guid.NewGuid(), CancellationToken.None);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
