using System.Globalization;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>A primary and a replica.</summary>
public sealed class RedisReplicationTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<ConnectionMultiplexer> _connections = [];
    private RedisProcess? _primary;
    private RedisProcess? _replica;

    private RedisProcess Primary => _primary!;

    private RedisProcess Replica => _replica!;

    public async ValueTask InitializeAsync()
    {
        _primary = await RedisProcess.StartAsync("--repl-diskless-sync-delay", "0");
        _replica = await RedisProcess.StartAsync("--repl-diskless-sync-delay", "0");
        await ReplicateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await (_primary?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_replica?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task A_replica_is_not_used(string readOnly)
    {
        await Replica.CommandAsync("CONFIG", "SET", "replica-read-only", readOnly);
        await using var stores = await OpenAsync(Replica);

        await FailsAsync(() => stores.Revocations.ReadAsync());
        await FailsAsync(() => stores.Revocations.StartEpochAsync(null, hasFloor: true, CancellationToken.None).AsTask());
        await FailsAsync(() => stores.Revocations.AppendAsync(LogReader.Entry(1), CancellationToken.None).AsTask());
        await FailsAsync(() => RedisUse.AddAsync(stores.Replay, "a"));
        (await Replica.CommandAsync("DBSIZE")).Should().Be("0");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task A_primary_that_becomes_a_replica_is_not_used_any_more(string readOnly)
    {
        await using var stores = await OpenAsync(Primary);
        await stores.Revocations.StartEpochAsync();
        await Primary.CommandAsync("CONFIG", "SET", "replica-read-only", readOnly);

        await Replica.CommandAsync("REPLICAOF", "NO", "ONE");
        await Primary.CommandAsync("REPLICAOF", "127.0.0.1", Replica.Port.ToString(CultureInfo.InvariantCulture));

        await FailsAsync(() => stores.Revocations.ReadAsync());
        await FailsAsync(() => stores.Revocations.AppendAsync(LogReader.Entry(1), CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_primary_that_has_lost_its_replicas_is_not_read_if_it_requires_them()
    {
        await Primary.CommandAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        await Primary.CommandAsync("CONFIG", "SET", "min-replicas-max-lag", "2");
        await using var stores = await OpenAsync(Primary);
        await stores.Revocations.StartEpochAsync();
        await stores.Revocations.AppendAsync(1);

        await Replica.KillAsync();
        await Primary.CommandAsync("CLIENT", "KILL", "TYPE", "replica");

        await FailsAsync(() => stores.Revocations.ReadAsync());
        await FailsAsync(() => stores.Revocations.AppendAsync(LogReader.Entry(2), CancellationToken.None).AsTask());
        await FailsAsync(() => RedisUse.AddAsync(stores.Replay, "a"));
    }

    [Fact]
    public async Task An_append_is_acknowledged_after_a_replica_has_received_it()
    {
        await using var stores = await OpenAsync(Primary, options => options.WaitForReplicas = 1);
        await stores.Revocations.StartEpochAsync();
        for (var count = 0; count < 50; count++)
        {
            await stores.Revocations.AppendAsync((UInt128)count);
        }

        await Primary.KillAsync();
        await Replica.CommandAsync("REPLICAOF", "NO", "ONE");

        await using var promoted = await OpenAsync(Replica);
        (await promoted.Revocations.ReadAsync()).Revocations.Should().HaveCount(50);
    }

    [Fact]
    public async Task An_append_that_no_replica_receives_fails()
    {
        await using var stores = await OpenAsync(Primary, options => options.WaitForReplicas = 1);
        await stores.Revocations.StartEpochAsync();
        Replica.Pause();

        await stores.Revocations.Awaiting(store => store.AppendAsync(LogReader.Entry(1), CancellationToken.None).AsTask())
            .Should().ThrowAsync<RedisException>().WithMessage("*WaitForReplicas*");

        Replica.Resume();
        await stores.Revocations.AppendAsync(1);
    }

    [Fact]
    public async Task A_promoted_replica_that_has_missed_a_revocation_is_noticed()
    {
        var connection = Connect($"127.0.0.1:{Primary.Port},127.0.0.1:{Replica.Port},abortConnect=false,connectTimeout=1000");
        await using var service = await RevokingService.StartAsync(connection);
        var token = service.Token("alive", TimeSpan.FromSeconds(2));
        await service.RevokeSessionAsync("first");
        (await Primary.CommandAsync("WAIT", "1", "5000")).Should().Be("1");
        await Replica.CommandAsync("REPLICAOF", "127.0.0.1", "1");
        await service.RevokeSessionAsync("missed");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.None);
        await Primary.KillAsync();

        await Replica.CommandAsync("REPLICAOF", "NO", "ONE");

        // One look of the client at its servers may fail on a busy machine, and the client looks again only after a minute.
        await Poll.UntilAsync(
            async () =>
            {
                await connection.ConfigureAsync();
                return await service.ValidateAsync(token) == JwtErrorCode.TokenRevoked;
            },
            "the result becomes TokenRevoked",
            Limit);
        service.Log.Lines.Should().Contain(line => line.Id == 53, "the loss is logged");
        var revoked = service.Token("missed");
        await service.WaitForAsync(revoked, JwtErrorCode.SessionEnded, Limit);
    }

    private static async Task FailsAsync(Func<Task> call) => await call.Should().ThrowAsync<RedisException>();

    private Task<StoreProcess> OpenAsync(RedisProcess redis, Action<RedisStoreOptions>? configure = null) =>
        StoreProcess.StartAsync(builder => builder.AddRedisStores(Connect(redis.Configuration), configure));

    private ConnectionMultiplexer Connect(FormattableString configuration) => Connect(FormattableString.Invariant(configuration));

    private ConnectionMultiplexer Connect(string configuration)
    {
        var connection = ConnectionMultiplexer.Connect(configuration);
        _connections.Add(connection);
        return connection;
    }

    private async Task ReplicateAsync()
    {
        await Replica.CommandAsync("REPLICAOF", "127.0.0.1", Primary.Port.ToString(CultureInfo.InvariantCulture));
        await Poll.UntilAsync(
            async () => (await Replica.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
            "the replica follows the primary");
    }
}
