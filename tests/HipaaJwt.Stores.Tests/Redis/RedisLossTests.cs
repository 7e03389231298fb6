using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>Crashes of the server and lost data.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private RedisProcess? _redis;
    private ConnectionMultiplexer? _connection;

    private RedisProcess Redis => _redis!;

    private ConnectionMultiplexer Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData("FLUSHALL")]
    [InlineData("DEL", "{hipaajwt}:head")]
    [InlineData("DEL", "{hipaajwt}:log")]
    [InlineData("DEL", "{hipaajwt}:log", "{hipaajwt}:head")]
    public async Task Lost_data_rejects_older_tokens_and_the_writer_appends_its_session_revocations_again(params string[] loss)
    {
        await using var service = await RevokingService.StartAsync(Connection);
        var older = service.Token("alive", TimeSpan.FromSeconds(2));
        (await service.ValidateAsync(older)).Should().Be(JwtErrorCode.None);
        await service.RevokeSessionAsync("ended");
        var before = await service.Store.HeadAsync();

        await Redis.CommandAsync(loss);

        await service.WaitForAsync(older, JwtErrorCode.TokenRevoked, Limit);
        await WaitForNewTokenAsync(service, "alive");
        (await service.ValidateAsync(service.Token("ended"))).Should().Be(JwtErrorCode.SessionEnded);
        var page = await service.Store.ReadAsync();
        page.Head!.Epoch.Should().NotBe(before.Epoch);
        page.Revocations.Should().NotBeEmpty().And.OnlyContain(revocation => revocation.Kind == RevocationKind.Session);
        service.Log.Lines.Should().Contain(line => line.Id == 53, "the loss is logged");
    }

    [Fact]
    public async Task A_log_that_is_lost_before_an_append_is_noticed_by_the_append()
    {
        await using var service = await RevokingService.StartAsync(Connection);
        var before = await service.Store.StartEpochAsync((await service.Store.HeadAsync()).Epoch);
        await service.Store.AppendAsync(1);
        await Redis.CommandAsync("DEL", "{hipaajwt}:log");

        var appended = await service.Store.AppendAsync(LogReader.Entry(2), CancellationToken.None);

        (appended is null || appended.Epoch != before.Epoch).Should().BeTrue("the epoch has ended");
    }

    [Fact]
    public async Task The_sequence_continues_and_the_floor_stays_if_only_the_log_is_lost()
    {
        var stores = await StoreProcess.StartAsync(builder => builder.AddRedisStores(Connection));
        await using var process = stores;
        var first = await stores.Revocations.StartEpochAsync();
        await stores.Revocations.AppendAsync(1);
        await Redis.CommandAsync("DEL", "{hipaajwt}:log");

        (await stores.Revocations.ReadAsync()).Head.Should().BeNull();
        var second = await stores.Revocations.StartEpochAsync();

        second.Sequence.Should().Be(3);
        second.Floor.Should().BeOnOrAfter(first.Floor!.Value);
        (await stores.Revocations.AppendAsync(2)).Sequence.Should().Be(4);
    }

    [Fact]
    public async Task The_revocations_are_kept_if_only_the_head_is_lost()
    {
        await using var stores = await StoreProcess.StartAsync(builder => builder.AddRedisStores(Connection));
        await stores.Revocations.StartEpochAsync();
        await stores.Revocations.AppendAsync(1);
        await Redis.CommandAsync("DEL", "{hipaajwt}:head");

        (await stores.Revocations.ReadAsync()).Head.Should().BeNull();
        var second = await stores.Revocations.StartEpochAsync();
        await stores.Revocations.AppendAsync(2);

        second.Sequence.Should().Be(3);
        (await stores.Revocations.ReadAsync()).Revocations.Select(revocation => revocation.Key).Should().Equal(1, 2);
    }

    [Fact]
    public async Task Every_acknowledged_append_survives_a_kill_of_the_server()
    {
        await using var stores = await StoreProcess.StartAsync(builder => builder.AddRedisStores(Connection));
        await stores.Revocations.StartEpochAsync();
        List<LoggedRevocation> acknowledged = [];
        using var stop = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(
            writer => AppendUntilStoppedAsync(stores.Revocations, writer, acknowledged, stop.Token)));
        await Poll.UntilAsync(() => Count(acknowledged) >= 500, "appends are acknowledged");

        await Redis.KillAsync();
        await stop.CancelAsync();
        await writers;
        await Redis.RestartAsync();

        var log = await ReadAfterRestartAsync(stores.Revocations);
        log.Should().Contain(acknowledged.Select(revocation => (revocation.Sequence, revocation.Tag, revocation.Key)));
        log.Select(revocation => revocation.Sequence).Should().Equal(Enumerable.Range(2, log.Count).Select(sequence => (long)sequence));
    }

    [Fact]
    public async Task A_restart_from_an_older_copy_is_noticed()
    {
        await using var service = await RevokingService.StartAsync(Connection);
        await service.RevokeSessionAsync("first");
        await Redis.KillAsync();
        var copy = Directory.CreateTempSubdirectory("hipaajwt-copy-").FullName;
        await CopyAsync(Redis.Folder, copy);
        await Redis.RestartAsync();
        var token = service.Token("alive", TimeSpan.FromSeconds(2));
        await service.WaitForAsync(token, JwtErrorCode.None, Limit);
        await RevokeAsync(service, "second");

        await Redis.KillAsync();
        await CopyAsync(copy, Redis.Folder);
        await Redis.RestartAsync();

        await service.WaitForAsync(token, JwtErrorCode.TokenRevoked, Limit);
        await WaitForNewTokenAsync(service, "alive");
        (await service.ValidateAsync(service.Token("second"))).Should().Be(JwtErrorCode.SessionEnded, "the writer appends it again");
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_stopped_server_makes_revocations_unavailable_until_it_continues()
    {
        await using var service = await RevokingService.StartAsync(Connection);
        var token = service.Token("alive");
        (await service.ValidateAsync(token)).Should().Be(JwtErrorCode.None);

        Redis.Pause();
        await service.WaitForAsync(token, JwtErrorCode.RevocationUnavailable, Limit);
        await service.Awaiting(target => target.RevokeSessionAsync("ended")).Should().ThrowAsync<RevocationUnavailableException>();
        Redis.Resume();

        await service.WaitForAsync(token, JwtErrorCode.None, Limit);
    }

    [Fact]
    public async Task A_call_ends_when_it_is_cancelled_although_the_server_does_not_answer()
    {
        await using var stores = await StoreProcess.StartAsync(builder => builder.AddRedisStores(Connection));
        await stores.Revocations.StartEpochAsync();
        var entry = new ReplayEntry { Key = new string('a', 43), Owner = "owner", ExpiresAt = TimeProvider.System.GetUtcNow() };
        Redis.Pause();

        await EndsAsync(stop => stores.Revocations.ReadAsync(default, 1, stop).AsTask());
        await EndsAsync(stop => stores.Revocations.AppendAsync(LogReader.Entry(1), stop).AsTask());
        await EndsAsync(stop => stores.Replay.TryAddAsync(entry, stop).AsTask());
        Redis.Resume();

        static async Task EndsAsync(Func<CancellationToken, Task> call)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            var start = TimeProvider.System.GetTimestamp();
            await FluentActions.Awaiting(() => call(stop.Token)).Should().ThrowAsync<OperationCanceledException>();
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(3));
        }
    }

    /// <summary>Waits until tokens that are issued now are accepted. Those of the second of the floor are rejected.</summary>
    private static Task WaitForNewTokenAsync(RevokingService service, string session) => Poll.UntilAsync(
        async () => await service.ValidateAsync(service.Token(session)) == JwtErrorCode.None, "the service recovers", Limit);

    private static int Count(List<LoggedRevocation> acknowledged)
    {
        lock (acknowledged)
        {
            return acknowledged.Count;
        }
    }

    private static async Task AppendUntilStoppedAsync(
        IRevocationStore store, int writer, List<LoggedRevocation> acknowledged, CancellationToken stop)
    {
        for (var count = 0; !stop.IsCancellationRequested; count++)
        {
            try
            {
                var appended = await store.AppendAsync(LogReader.Entry(new UInt128((ulong)writer, (ulong)count)), stop);
                lock (acknowledged)
                {
                    acknowledged.Add(appended!);
                }
            }
            catch (Exception exception) when (exception is RedisException or OperationCanceledException or TimeoutException)
            {
                // The outcome is unknown, so the append may be in the log or not.
            }
        }
    }

    private static async Task<List<(long Sequence, long Tag, UInt128 Key)>> ReadAfterRestartAsync(IRevocationStore store)
    {
        List<(long Sequence, long Tag, UInt128 Key)> log = [];
        await Poll.UntilAsync(
            () => SucceedsAsync(async () =>
            {
                var page = await store.ReadAsync(max: 1_000_000);
                log = [.. page.Revocations.Select(revocation => (revocation.Sequence, revocation.Tag, revocation.Key))];
            }),
            "the log can be read after the restart");
        return log;
    }

    private static Task RevokeAsync(RevokingService service, string session) => Poll.UntilAsync(
        () => SucceedsAsync(() => service.RevokeSessionAsync(session)), "sessions can be revoked after the restart");

    private static async Task<bool> SucceedsAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or RevocationUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Replaces a folder by a copy of another.</summary>
    private static async Task CopyAsync(string from, string to)
    {
        Directory.Delete(to, recursive: true);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(target, await File.ReadAllBytesAsync(file));
        }
    }
}
