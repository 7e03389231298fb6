using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

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
        await using var process = await PostgreSqlStores.StartAsync(
            server.ConnectionString, _schema, options => options.UseNotifications = false);
        await process.Revocations.StartEpochAsync();
        using var stop = new CancellationTokenSource();
        var wait = process.Revocations.WaitForAppendAsync(stop.Token);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        List<string> payloads = [];
        connection.Notification += (_, notification) => payloads.Add(notification.Payload);
        await using var listen = new NpgsqlCommand($"LISTEN \"{_schema}\"", connection);
        await listen.ExecuteNonQueryAsync();

        await process.Revocations.AppendAsync(1);
        await server.ExecuteAsync($"SELECT pg_notify('{_schema}', 'later')");

        await connection.WaitAsync(Eventually.Limit);
        payloads.Should().Equal("later");
        wait.IsCompleted.Should().BeFalse();
        await stop.CancelAsync();
        await wait.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
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
