namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What a store of used one-time tokens must do that several processes share and that outlives them.</summary>
public abstract class SharedReplayStoreContract : ReplayStoreContract
{
    [Fact]
    public async Task Exactly_one_caller_of_two_processes_uses_an_entry_first() =>
        await UseConcurrentlyAsync([await OpenAsync(), await OpenAsync()]);

    [Fact]
    public async Task An_entry_is_kept_after_a_restart()
    {
        var process = await StartProcessAsync();
        await AddAsync(process.Replay, "a");
        await process.DisposeAsync();

        var restarted = await OpenAsync();

        (await AddAsync(restarted, "a")).Should().Be(ReplayResult.UsedBefore);
        (await AddAsync(restarted, "b")).Should().Be(ReplayResult.FirstUse);
    }

    [Fact]
    public async Task An_entry_is_kept_for_9_minutes_after_its_expiry_because_clocks_differ()
    {
        var store = await OpenAsync();
        (await AddAsync(store, "5", TimeSpan.FromMinutes(-5))).Should().Be(ReplayResult.FirstUse);
        (await AddAsync(store, "9", TimeSpan.FromMinutes(-9))).Should().Be(ReplayResult.FirstUse);

        await PruneAsync(store);

        (await AddAsync(store, "5")).Should().Be(ReplayResult.UsedBefore);
        (await AddAsync(store, "9")).Should().Be(ReplayResult.UsedBefore);
    }

    [Fact]
    public async Task Entries_that_expired_an_hour_ago_are_pruned_and_others_are_kept()
    {
        var store = await OpenAsync();
        for (var count = 0; count < 5; count++)
        {
            await AddAsync(store, $"expired-{count}", TimeSpan.FromHours(-1));
        }

        await AddAsync(store, "current");

        (await PruneAsync(store)).Should().Be(store is IExpiringStore ? 5 : 0);

        (await AddAsync(store, "expired-0")).Should().Be(ReplayResult.FirstUse);
        (await AddAsync(store, "current")).Should().Be(ReplayResult.UsedBefore);
        (await PruneAsync(store)).Should().Be(0);
    }

    [Fact]
    public async Task Pruning_beside_uses_leaves_exactly_one_first_use()
    {
        IReplayStore[] stores = [await OpenAsync(), await OpenAsync()];
        using var stop = new CancellationTokenSource();
        var pruners = stores.Select(store => Concurrently.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await PruneAsync(store);
            }

            return true;
        })).ToArray();

        await UseConcurrentlyAsync(stores);

        await stop.CancelAsync();
        await Task.WhenAll(pruners);
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_adds_nothing()
    {
        var store = await OpenAsync();

        await store.Awaiting(target => AddAsync(target, "a", cancellationToken: new CancellationToken(canceled: true)).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();

        (await AddAsync(store, "a")).Should().Be(ReplayResult.FirstUse);
    }
}
