namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>The epochs of a log.</summary>
public abstract partial class RevocationStoreContract
{
    private const int Starters = 16;

    [Fact]
    public async Task The_first_epoch_starts_at_sequence_1_with_the_time_of_the_store_as_its_floor()
    {
        var store = await OpenAsync();
        var before = (await store.ReadAsync()).Now;

        await store.StartEpochAsync(null, hasFloor: true, CancellationToken.None);

        var page = await store.ReadAsync();
        page.Head!.Epoch.Should().NotBeEmpty();
        page.Head.Sequence.Should().Be(1);
        page.Head.Floor.Should().BeOnOrAfter(before).And.BeOnOrBefore(page.Now);
        page.Revocations.Should().BeEmpty();
    }

    [Fact]
    public async Task An_epoch_starts_without_a_floor_on_request()
    {
        var store = await OpenAsync();

        (await store.StartEpochAsync(null, hasFloor: false)).Floor.Should().BeNull();
    }

    [Fact]
    public async Task A_new_epoch_increments_the_sequence_and_keeps_the_revocations()
    {
        var store = await OpenAsync();
        var first = await store.StartEpochAsync();
        await store.AppendAsync(1);

        var second = await store.StartEpochAsync(first.Epoch);
        var appended = await store.AppendAsync(2);

        second.Epoch.Should().NotBe(first.Epoch).And.NotBeEmpty();
        second.Sequence.Should().Be(3);
        appended.Epoch.Should().Be(second.Epoch);
        (await store.ReadAsync()).Revocations.Select(revocation => (revocation.Sequence, revocation.Key))
            .Should().Equal((2, (UInt128)1), (4, (UInt128)2));
    }

    [Fact]
    public async Task An_epoch_does_not_start_if_another_one_is_current()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync(Guid.NewGuid(), hasFloor: true, CancellationToken.None);
        (await store.ReadAsync()).Head.Should().BeNull("there is no epoch to replace");
        var current = await store.StartEpochAsync();

        (await store.StartEpochAsync(null)).Should().Be(current);
        (await store.StartEpochAsync(Guid.NewGuid())).Should().Be(current);
        (await store.StartEpochAsync(Guid.Empty)).Should().Be(current);
        var next = await store.StartEpochAsync(current.Epoch);
        (await store.StartEpochAsync(current.Epoch)).Should().Be(next, "a replaced epoch does not return");
    }

    [Fact]
    public async Task The_floor_of_a_new_epoch_is_never_earlier_than_that_of_the_replaced_one()
    {
        var store = await OpenAsync();
        var first = await store.StartEpochAsync();

        var second = await store.StartEpochAsync(first.Epoch);

        second.Floor.Should().BeOnOrAfter(first.Floor!.Value).And.BeOnOrBefore((await store.ReadAsync()).Now);
    }

    [Fact]
    public async Task A_new_epoch_has_a_floor_on_request_if_the_replaced_one_had_none()
    {
        var store = await OpenAsync();
        var first = await store.StartEpochAsync(null, hasFloor: false);
        var before = (await store.ReadAsync()).Now;

        var second = await store.StartEpochAsync(first.Epoch);
        second.Floor.Should().BeOnOrAfter(before);

        (await store.StartEpochAsync(second.Epoch, hasFloor: false)).Floor.Should().BeNull();
    }

    [Fact]
    public async Task Exactly_one_of_several_concurrent_callers_starts_an_epoch()
    {
        var store = await OpenAsync();

        await StartConcurrentlyAsync([store], null);
        var first = await store.HeadAsync();
        await StartConcurrentlyAsync([store], first.Epoch);

        first.Sequence.Should().Be(1);
        (await store.HeadAsync()).Sequence.Should().Be(2);
    }

    protected static Task StartConcurrentlyAsync(IRevocationStore[] stores, Guid? replaced) =>
        Concurrently.RunAsync(Starters, async caller =>
        {
            await stores[caller % stores.Length].StartEpochAsync(replaced, hasFloor: true, CancellationToken.None);
            return true;
        });
}
