using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>Calls that wait for the lock of a session, calls that skip it, and calls that write nothing.</summary>
public sealed class PostgreSqlSessionLockTests(SharedPostgreSqlServer shared) : StoreContract
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    [Fact]
    public async Task A_retry_that_waited_for_the_advance_is_not_earlier_than_it()
    {
        var (store, id) = await CreateAsync();
        await using var other = await LockAsync(id);
        var retry = store.AdvanceAsync(id, 0, Window, CancellationToken.None).AsTask();
        await WaitsAsync();

        await ExecuteAsync(other, $"UPDATE {_schema}.session SET counter = 1, advanced_at = clock_timestamp(); COMMIT");

        var advance = await retry;
        advance.Outcome.Should().Be(SessionAdvanceOutcome.Retried);
        advance.Session!.Counter.Should().Be(1);
        advance.Session.ReadAt.Should().BeOnOrAfter(advance.Session.AdvancedAt);
    }

    [Theory]
    [InlineData("state = 1, end_reason = 5, ended_at = clock_timestamp()", SessionAdvanceOutcome.Ended)]
    [InlineData("idle_at = clock_timestamp()", SessionAdvanceOutcome.Idle)]
    [InlineData("expires_at = clock_timestamp()", SessionAdvanceOutcome.Expired)]
    [InlineData("counter = 2", SessionAdvanceOutcome.Reused)]
    [InlineData("counter = -1", SessionAdvanceOutcome.Ahead)]
    [InlineData("touched_at = clock_timestamp()", SessionAdvanceOutcome.Advanced)]
    public async Task A_refresh_that_waited_sees_what_was_committed_meanwhile(string change, SessionAdvanceOutcome expected)
    {
        var (store, id) = await CreateAsync();
        await using var other = await LockAsync(id);
        var advance = store.AdvanceAsync(id, 0, Window, CancellationToken.None).AsTask();
        await WaitsAsync();

        await ExecuteAsync(other, $"UPDATE {_schema}.session SET {change}; COMMIT");

        (await advance).Outcome.Should().Be(expected);
        var found = (await store.FindAsync(id, CancellationToken.None))!;
        ((await advance).Session! with { ReadAt = found.ReadAt, Salt = found.Salt, Data = found.Data }).Should().Be(found);
    }

    [Fact]
    public async Task Sessions_that_are_locked_are_neither_ended_nor_pruned_and_delay_nothing()
    {
        var (store, locked) = await CreateAsync();
        var other = await StoreProcessesContract.CreateAsync(store);
        await _server!.ExecuteAsync($"UPDATE {_schema}.session SET idle_at = clock_timestamp()");
        await using (var first = await LockAsync(locked))
        {
            (await store.EndOverdueAsync(10, CancellationToken.None)).Select(session => session.Id).Should().Equal(other);
            await ExecuteAsync(first, "ROLLBACK");
        }

        (await store.EndOverdueAsync(10, CancellationToken.None)).Select(session => session.Id).Should().Equal(locked);
        await _server!.ExecuteAsync($"UPDATE {_schema}.session SET state = 2, expires_at = clock_timestamp() - interval '2 hours'");
        await using (var second = await LockAsync(locked))
        {
            (await PruneAsync(store)).Should().Be(1);
            await ExecuteAsync(second, "ROLLBACK");
        }

        (await PruneAsync(store)).Should().Be(1);
    }

    [Fact]
    public async Task A_touch_that_does_not_postpone_the_end_writes_nothing()
    {
        var (store, id) = await CreateAsync();
        var before = await VersionAsync();

        (await store.TouchAsync(id, TimeSpan.FromMinutes(59), CancellationToken.None)).Should().BeTrue();
        (await VersionAsync()).Should().Be(before);

        (await store.TouchAsync(id, TimeSpan.FromMinutes(61), CancellationToken.None)).Should().BeTrue();
        (await VersionAsync()).Should().NotBe(before);
    }

    [Fact]
    public async Task Statements_that_run_in_the_background_or_for_one_subject_use_their_indexes()
    {
        var (store, _) = await CreateAsync();
        await _server!.ExecuteAsync($"""
            INSERT INTO {_schema}.session
                (sid, subject_key, client_id, salt, data, created_at, advanced_at, touched_at, idle_at, expires_at, state, ended_at)
            SELECT gen_random_uuid(), decode(lpad(to_hex(n), 32, '0'), 'hex'), 'c', decode(repeat('00', 16), 'hex'), '', t, t, t,
                t + interval '1 day' , t + interval '1 day', n % 3, t FROM generate_series(100, 20000) AS n, now() AS t;
            ANALYZE {_schema}.session
            """);
        await _server.ExecuteAsync($"UPDATE {_schema}.session SET idle_at = now() WHERE subject_key = decode(lpad('7', 32, '0'), 'hex')");

        await store.EndOverdueAsync(10, CancellationToken.None);
        await store.ReadEndingAsync(TimeSpan.Zero, 10, CancellationToken.None);
        await store.ListAsync(7, 10, CancellationToken.None);
        await store.EndAllAsync(7, SessionEndReason.Administrator, CancellationToken.None);
        await PruneAsync(store);

        await Eventually.TrueAsync(
            async () => (long)(await _server.ExecuteAsync($"""
                SELECT count(*) FROM pg_stat_user_indexes WHERE schemaname = '{_schema}' AND relname = 'session' AND idx_scan > 0
                """))! == 5,
            "each index must be used");
    }

    [Fact]
    public async Task A_session_is_not_read_from_a_server_that_may_lack_the_last_commits()
    {
        var database = $"d_{Guid.NewGuid():N}";
        await _server!.ExecuteAsync($"CREATE DATABASE {database}");
        await using var process = await PostgreSqlStores.StartAsync(
            $"{_server.ConnectionString};Database={database};Pooling=false", _schema);
        var id = await StoreProcessesContract.CreateAsync(process.Sessions);

        await _server.ExecuteAsync($"ALTER DATABASE {database} SET default_transaction_read_only = on");

        foreach (var read in (Func<Task>[])
            [
                () => process.Sessions.FindAsync(id, CancellationToken.None).AsTask(),
                () => process.Sessions.ListAsync(7, 1, CancellationToken.None).AsTask(),
                () => process.Sessions.TouchAsync(id, TimeSpan.Zero, CancellationToken.None).AsTask(),
                () => process.SigningKeys.ReadAsync("any", CancellationToken.None).AsTask(),
            ])
        {
            await read.Should().ThrowAsync<Exception>();
        }
    }

    protected override void AddStores(HipaaJwtBuilder builder) => PostgreSqlStores.AddTo(builder, _server!.ConnectionString, _schema);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(ISessionStore Store, Guid Id)> CreateAsync()
    {
        var store = (await StartProcessAsync()).Sessions;
        return (store, await StoreProcessesContract.CreateAsync(store));
    }

    /// <summary>Locks the row of a session until its transaction ends.</summary>
    private async Task<NpgsqlConnection> LockAsync(Guid id)
    {
        var connection = new NpgsqlConnection(_server!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"BEGIN; SELECT FROM {_schema}.session WHERE sid = '{id}' FOR UPDATE");
        return connection;
    }

    private Task WaitsAsync() => Eventually.TrueAsync(
        async () => (bool)(await _server!.ExecuteAsync($"""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{_schema}%session%')
            """))!,
        "the call must wait for the lock");

    /// <returns>The transaction that wrote the row, and its place.</returns>
    private async Task<object?> VersionAsync() => await _server!.ExecuteAsync($"SELECT xmin::text || ctid::text FROM {_schema}.session");
}
