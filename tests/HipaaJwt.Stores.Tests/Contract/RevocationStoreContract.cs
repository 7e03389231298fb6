namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What every store of revocations must do, used by one process.</summary>
public abstract partial class RevocationStoreContract : StoreContract
{
    [Fact]
    public async Task A_new_store_has_no_head_and_no_revocations()
    {
        var page = await (await OpenAsync()).ReadAsync();

        page.Head.Should().BeNull();
        page.TagAtPosition.Should().BeNull();
        page.Revocations.Should().BeEmpty();
        page.Now.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_append_without_an_epoch_returns_null_and_stores_nothing()
    {
        var store = await OpenAsync();

        (await store.AppendAsync(LogReader.Entry(1), CancellationToken.None)).Should().BeNull();

        (await store.ReadAsync()).Head.Should().BeNull();
        await store.StartEpochAsync();
        (await store.ReadAsync()).Revocations.Should().BeEmpty();
    }

    [Fact]
    public async Task An_append_returns_the_revocation_with_its_place_in_the_log()
    {
        var store = await OpenAsync();
        var epoch = await store.StartEpochAsync();
        var before = (await store.ReadAsync()).Now;

        var appended = await store.AppendAsync(7, TimeSpan.FromHours(3));

        var page = await store.ReadAsync();
        appended.Epoch.Should().Be(epoch.Epoch).And.NotBeEmpty();
        appended.Sequence.Should().Be(2).And.Be(page.Head!.Sequence);
        appended.Tag.Should().Be(page.Head.Tag).And.NotBe(epoch.Tag);
        appended.RevokedAt.Should().BeOnOrAfter(before).And.BeOnOrBefore(page.Now);
        (appended.ExpiresAt - appended.RevokedAt).Should().BeCloseTo(TimeSpan.FromHours(3), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_read_returns_what_was_appended()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        List<LoggedRevocation> appended = [];
        foreach (var kind in Enum.GetValues<RevocationKind>())
        {
            foreach (var key in (UInt128[])[0, 1, UInt128.One << 64, UInt128.One << 127, new(1, ulong.MaxValue), UInt128.MaxValue])
            {
                var entry = LogReader.Entry(key) with { Kind = kind };
                appended.Add((await store.AppendAsync(entry, CancellationToken.None))!);
                appended[^1].Kind.Should().Be(kind);
                appended[^1].Key.Should().Be(key);
            }
        }

        var page = await store.ReadAsync();

        page.Revocations.Should().Equal(appended, (read, written) => read with { Epoch = written.Epoch } == written);
    }

    [Fact]
    public async Task A_key_can_be_revoked_again()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();

        await store.AppendAsync(7);
        await store.AppendAsync(7);

        (await store.ReadAsync()).Revocations.Select(revocation => revocation.Sequence).Should().Equal(2, 3);
    }

    [Theory]
    [InlineData(0, 1, new long[] { 2 })]
    [InlineData(1, 2, new long[] { 2, 3 })]
    [InlineData(0, 5, new long[] { 2, 3, 4, 5, 6 })]
    [InlineData(0, 6, new long[] { 2, 3, 4, 5, 6 })]
    [InlineData(3, 2, new long[] { 4, 5 })]
    [InlineData(5, 1, new long[] { 6 })]
    [InlineData(6, 1, new long[0])]
    [InlineData(7, 1, new long[0])]
    [InlineData(long.MaxValue, 1, new long[0])]
    public async Task A_read_returns_at_most_the_requested_revocations_after_the_position(long after, int max, long[] expected)
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        for (var count = 0; count < 5; count++)
        {
            await store.AppendAsync((UInt128)count);
        }

        var page = await store.ReadAsync(after, max);

        page.Revocations.Select(revocation => revocation.Sequence).Should().Equal(expected);
        page.Head!.Sequence.Should().Be(6, "each page has the head of the log");
    }

    [Fact]
    public async Task The_tag_at_a_position_is_that_of_its_append()
    {
        var store = await OpenAsync();
        var first = await store.StartEpochAsync();
        (await TagAtAsync(store, 1)).Should().Be(first.Tag, "the position is at the head");
        var appended = await store.AppendAsync(1);
        (await TagAtAsync(store, 2)).Should().Be(appended.Tag, "the position is at the head");
        var second = await store.StartEpochAsync(first.Epoch);
        var last = await store.AppendAsync(2);

        (await TagAtAsync(store, -1)).Should().BeNull("there is no such append");
        (await TagAtAsync(store, 0)).Should().BeNull("nothing is before the first epoch");
        (await TagAtAsync(store, 1)).Should().BeNull("the start of an epoch is not in the log");
        (await TagAtAsync(store, 2)).Should().Be(appended.Tag);
        (await TagAtAsync(store, 3)).Should().BeNull("the start of an epoch is not in the log");
        (await TagAtAsync(store, 4)).Should().Be(last.Tag);
        (await TagAtAsync(store, 5)).Should().BeNull("the position is after the head");
        new[] { first.Tag, appended.Tag, second.Tag, last.Tag }.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_wait_for_an_append_stops_when_it_is_cancelled()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        using var stop = new CancellationTokenSource();
        var wait = store.WaitForAppendAsync(stop.Token);

        await stop.CancelAsync();

        await wait.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(60))).Should().ThrowAsync<OperationCanceledException>();
    }

    protected async Task<IRevocationStore> OpenAsync() => (await StartProcessAsync()).Revocations;

    private static async Task<long?> TagAtAsync(IRevocationStore store, long sequence) => (await store.ReadAsync(sequence)).TagAtPosition;
}
