using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>Notifications shorten the time until a revocation takes effect. Nothing depends on them.</summary>
public sealed class PostgreSqlNotificationTests(SharedPostgreSqlServer shared)
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact]
    public async Task An_append_of_another_process_ends_each_wait()
    {
        var server = await shared.GetAsync();
        await using var waiting = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await using var appending = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await appending.Revocations.StartEpochAsync();
        for (var round = 0; round < 3; round++)
        {
            Task[] waits = [waiting.Revocations.WaitForAppendAsync(default), waiting.Revocations.WaitForAppendAsync(default)];
            await ListensAsync(server);
            waits.Should().OnlyContain(wait => !wait.IsCompleted);

            await appending.Revocations.AppendAsync((UInt128)round);

            await Eventually.CompletesAsync(Task.WhenAll(waits));
        }
    }

    [Fact]
    public async Task A_lost_connection_is_replaced_and_ends_the_wait_because_a_notification_may_be_lost()
    {
        var server = await shared.GetAsync();
        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var wait = process.Revocations.WaitForAppendAsync(default);
        await ListensAsync(server);

        await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \"{_schema}\"'");

        await Eventually.CompletesAsync(wait);
        await ListensAsync(server);
    }

    [Fact]
    public async Task Without_notifications_nothing_listens_and_nothing_notifies()
    {
        var server = await shared.GetAsync();
        await using var listening = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        await using var silent = await PostgreSqlStores.StartAsync(
            server.ConnectionString, _schema, options => options.UseNotifications = false);
        await silent.Revocations.StartEpochAsync();
        using var stop = new CancellationTokenSource();
        var (wait, silentWait) = (listening.Revocations.WaitForAppendAsync(default), silent.Revocations.WaitForAppendAsync(stop.Token));
        await ListensAsync(server);

        await silent.Revocations.AppendAsync(1);
        await listening.Revocations.HeadAsync();
        wait.IsCompleted.Should().BeFalse();
        (await ListenersAsync(server)).Should().Be(1);
        await listening.Revocations.AppendAsync(2);

        await Eventually.CompletesAsync(wait);
        silentWait.IsCompleted.Should().BeFalse();
        await stop.CancelAsync();
        await silentWait.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_stopped_process_no_longer_listens()
    {
        var server = await shared.GetAsync();
        var process = await PostgreSqlStores.StartAsync(server.ConnectionString, _schema);
        var wait = process.Revocations.WaitForAppendAsync(default);
        await ListensAsync(server);

        await Eventually.CompletesAsync(process.DisposeAsync().AsTask());

        await wait.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.TrueAsync(async () => await ListenersAsync(server) == 0, "the connection must be closed");
    }

    private Task ListensAsync(PostgreSqlServer server) =>
        Eventually.TrueAsync(async () => await ListenersAsync(server) == 1, "one connection must listen");

    private async Task<long> ListenersAsync(PostgreSqlServer server) => (long)(await server.ExecuteAsync(
        $"SELECT count(*) FROM pg_stat_activity WHERE state = 'idle' AND query = 'LISTEN \"{_schema}\"'"))!;
}
