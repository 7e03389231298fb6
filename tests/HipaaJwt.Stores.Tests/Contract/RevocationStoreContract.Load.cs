namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>Concurrent use, and pruning.</summary>
public abstract partial class RevocationStoreContract
{
    private const int Appenders = 64;
    private const int AppendsEach = 4;
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_reader_beside_64_appenders_never_misses_a_revocation()
    {
        var store = await OpenAsync();

        await AppendBesideReaderAsync([store], store);
    }

    [Fact]
    public async Task Appends_beside_new_epochs_have_distinct_sequences_and_the_epoch_that_was_current()
    {
        var store = await OpenAsync();
        var first = await store.StartEpochAsync();

        var results = await Concurrently.RunAsync(Starters, async caller =>
        {
            if (caller % 4 != 0)
            {
                return [await store.AppendAsync((UInt128)caller), await store.AppendAsync((UInt128)caller)];
            }

            await store.StartEpochAsync((await store.HeadAsync()).Epoch);
            return Array.Empty<LoggedRevocation>();
        });

        var appended = results.SelectMany(result => result).OrderBy(revocation => revocation.Sequence).ToArray();
        var page = await store.ReadAsync();
        page.Revocations.Should().Equal(appended, (read, written) => read with { Epoch = written.Epoch } == written);
        page.Head!.Sequence.Should().BeInRange(1 + appended.Length + 1, 1 + appended.Length + (Starters / 4));
        page.Head.Epoch.Should().NotBe(first.Epoch);
        appended.GroupBy(revocation => revocation.Epoch)
            .Select(group => (First: group.Min(r => r.Sequence), Last: group.Max(r => r.Sequence)))
            .OrderBy(range => range.First).Aggregate(0L, (last, range) => range.First > last ? range.Last : long.MaxValue)
            .Should().BeLessThan(long.MaxValue, "an epoch that was replaced is never current again");
    }

    [Fact]
    public async Task Expired_revocations_are_pruned_in_batches_and_the_head_stays()
    {
        var store = await OpenAsync();
        var head = await store.StartEpochAsync();
        var kept = await store.AppendAsync(1);
        for (var count = 0; count < 5; count++)
        {
            await store.AppendAsync(2, TimeSpan.FromMilliseconds(1));
        }

        await WaitForExpiryAsync(store);
        var before = await store.HeadAsync();

        (await PruneAsync(store)).Should().Be(5);

        var page = await store.ReadAsync(7);
        page.Head.Should().Be(before);
        page.TagAtPosition.Should().Be(before.Tag, "the position is at the head");
        (await store.ReadAsync(5)).TagAtPosition.Should().BeNull("its revocation was pruned");
        (await store.ReadAsync()).Revocations.Select(revocation => revocation.Sequence).Should().Equal(kept.Sequence);
        (await store.AppendAsync(3)).Sequence.Should().Be(8, "pruning leaves the sequence alone");
        (await PruneAsync(store)).Should().Be(0);
        (await store.HeadAsync()).Epoch.Should().Be(head.Epoch);
    }

    [Fact]
    public async Task Pruning_beside_appends_removes_each_expired_revocation_once_and_no_other()
    {
        var store = await OpenAsync();

        await PruneBesideAppendsAsync([store]);
    }

    /// <summary>Appends on all stores at once, while another one is read.</summary>
    protected static async Task AppendBesideReaderAsync(IRevocationStore[] stores, IRevocationStore reader)
    {
        await stores[0].StartEpochAsync();
        using var stop = new CancellationTokenSource(LoadLimit);
        var read = Concurrently.Run(async () => await reader.FollowAsync(1 + (Appenders * AppendsEach), 7, stop.Token));

        var appended = await Concurrently.RunAsync(Appenders, async caller =>
        {
            var own = new List<LoggedRevocation>();
            for (var count = 0; count < AppendsEach; count++)
            {
                own.Add(await stores[caller % stores.Length].AppendAsync((UInt128)((caller * AppendsEach) + count)));
                var latest = await stores[(caller + 1) % stores.Length].ReadAsync(own[^1].Sequence - 1, 1);
                latest.Revocations[0].Key.Should().Be(own[^1].Key, "an acknowledged append is visible to each later read");
            }

            own.Select(revocation => revocation.Sequence).Should().BeInAscendingOrder();
            return own;
        });

        (await read).Should().Equal(
            appended.SelectMany(own => own).OrderBy(revocation => revocation.Sequence),
            (seen, written) => seen with { Epoch = written.Epoch } == written);
    }

    /// <summary>Prunes all stores at once, while all append.</summary>
    protected static async Task PruneBesideAppendsAsync(IRevocationStore[] stores)
    {
        await stores[0].StartEpochAsync();
        using var stop = new CancellationTokenSource(LoadLimit);
        var pruners = stores.Concat(stores).Select(store => Concurrently.Run(async () =>
        {
            var total = 0;
            while (!stop.IsCancellationRequested)
            {
                total += await PruneAsync(store);
            }

            return total;
        })).ToArray();

        await Concurrently.RunAsync(Starters, async caller =>
        {
            for (var count = 0; count < AppendsEach; count++)
            {
                await stores[caller % stores.Length].AppendAsync((UInt128)caller, count % 2 == 0 ? TimeSpan.FromMilliseconds(1) : null);
            }

            return true;
        });

        await stop.CancelAsync();
        var removed = (await Task.WhenAll(pruners)).Sum();
        await WaitForExpiryAsync(stores[0]);
        (removed + await PruneAsync(stores[0])).Should().Be(Starters * AppendsEach / 2);
        var page = await stores[0].ReadAsync();
        page.Head!.Sequence.Should().Be(1 + (Starters * AppendsEach));
        page.Revocations.Select(revocation => revocation.Key).Should()
            .BeEquivalentTo(Enumerable.Range(0, Starters).SelectMany(caller => new[] { (UInt128)caller, (UInt128)caller }));
    }

    /// <summary>Waits until the store's clock has passed the expiry of revocations that were appended with 1 ms of retention.</summary>
    protected static async Task WaitForExpiryAsync(IRevocationStore store)
    {
        var start = (await store.ReadAsync()).Now;
        while ((await store.ReadAsync()).Now <= start + TimeSpan.FromMilliseconds(3))
        {
            await Task.Yield();
        }
    }
}
