namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What a store of revocations must do that several processes share and that outlives them.</summary>
public abstract class SharedRevocationStoreContract : RevocationStoreContract
{
    [Fact]
    public async Task A_process_that_starts_later_sees_the_same_log()
    {
        var first = await StartProcessAsync();
        await first.Revocations.StartEpochAsync();
        await first.Revocations.AppendAsync(1);
        var running = await OpenAsync();
        (await running.ReadAsync()).Revocations.Should().HaveCount(1);
        await first.Revocations.AppendAsync(2);
        var expected = await first.Revocations.ReadAsync();
        (await running.ReadAsync()).Revocations.Should().Equal(expected.Revocations);
        await first.DisposeAsync();

        var restarted = await OpenAsync();

        var page = await restarted.ReadAsync();
        page.Head.Should().Be(expected.Head);
        page.Revocations.Should().Equal(expected.Revocations);
        (await restarted.AppendAsync(3)).Sequence.Should().Be(4);
    }

    [Fact]
    public async Task Exactly_one_of_several_processes_starts_an_epoch()
    {
        IRevocationStore[] stores = [await OpenAsync(), await OpenAsync()];

        await StartConcurrentlyAsync(stores, null);
        var first = await stores[0].HeadAsync();
        await StartConcurrentlyAsync(stores, first.Epoch);

        first.Sequence.Should().Be(1);
        (await stores[1].HeadAsync()).Sequence.Should().Be(2);
    }

    [Fact]
    public async Task A_reader_of_another_process_never_misses_a_revocation() =>
        await AppendBesideReaderAsync([await OpenAsync(), await OpenAsync()], await OpenAsync());

    [Fact]
    public async Task Two_processes_prune_each_expired_revocation_once_and_no_other() =>
        await PruneBesideAppendsAsync([await OpenAsync(), await OpenAsync()]);

    [Fact]
    public async Task A_cancelled_call_throws_and_changes_nothing()
    {
        var store = await OpenAsync();
        var head = await store.StartEpochAsync();
        await store.AppendAsync(1, TimeSpan.FromMilliseconds(1));
        await WaitForExpiryAsync(store);
        var cancelled = new CancellationToken(canceled: true);

        await Cancelled(() => store.AppendAsync(LogReader.Entry(2), cancelled).AsTask());
        await Cancelled(() => store.ReadAsync(LogReader.Start, 1, cancelled).AsTask());
        await Cancelled(() => store.StartEpochAsync(head.Epoch, hasFloor: true, cancelled).AsTask());
        if (store is IExpiringStore expiring)
        {
            await Cancelled(() => expiring.PruneAsync(1, cancelled).AsTask());
        }

        var page = await store.ReadAsync();
        page.Head!.Epoch.Should().Be(head.Epoch);
        page.Head.Sequence.Should().Be(2);
        page.Revocations.Should().HaveCount(1);

        static async Task Cancelled(Func<Task> call) => await call.Should().ThrowAsync<OperationCanceledException>();
    }
}
