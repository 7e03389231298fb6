namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>The activity of users.</summary>
public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task A_touch_postpones_the_idle_end_and_changes_nothing_else()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);
        await AdvanceClockAsync(TimeSpan.FromMinutes(14));

        (await TouchAsync(store, created.Id)).Should().BeTrue();

        var now = created.CreatedAt.AddMinutes(14);
        Same(await FindAsync(store, created.Id), created with { TouchedAt = now, IdleAt = now + IdleTimeout });
        await AdvanceClockAsync(IdleTimeout - Instant);
        (await AdvanceAsync(store, created.Id, 0)).Outcome.Should().Be(SessionAdvanceOutcome.Advanced);
        await AdvanceClockAsync(Instant);
        (await AdvanceAsync(store, created.Id, 1)).Outcome.Should().Be(SessionAdvanceOutcome.Idle);
    }

    [Fact]
    public async Task A_touch_never_shortens_the_time_and_then_changes_nothing()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);
        await AdvanceClockAsync(TimeSpan.FromMinutes(1));

        (await TouchAsync(store, created.Id, TimeSpan.FromMinutes(14))).Should().BeTrue();
        (await TouchAsync(store, created.Id, TimeSpan.Zero)).Should().BeTrue();
        Same(await FindAsync(store, created.Id), created);

        (await TouchAsync(store, created.Id, TimeSpan.FromMinutes(14) + Instant)).Should().BeTrue();
        (await FindAsync(store, created.Id)).IdleAt.Should().Be(created.IdleAt + Instant);
    }

    [Fact]
    public async Task A_session_that_is_idle_is_not_touched()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);
        await AdvanceClockAsync(IdleTimeout - Instant);
        (await TouchAsync(store, created.Id, Instant)).Should().BeTrue();
        await AdvanceClockAsync(Instant);

        (await TouchAsync(store, created.Id)).Should().BeFalse();

        Same(await FindAsync(store, created.Id), created);
    }

    [Fact]
    public async Task Touches_do_not_postpone_the_greatest_lifetime()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);
        while (created.CreatedAt + IdleTimeout < created.ExpiresAt && await TouchAsync(store, created.Id))
        {
            await AdvanceClockAsync(TimeSpan.FromMinutes(10));
        }

        (await AdvanceAsync(store, created.Id, 0)).Outcome.Should().Be(SessionAdvanceOutcome.Expired);
        var found = await FindAsync(store, created.Id);
        found.ExpiresAt.Should().Be(created.ExpiresAt);
        found.ReadAt.Should().Be(created.ExpiresAt);
    }

    private static async Task<bool> TouchAsync(ISessionStore store, Guid id, TimeSpan? idleTimeout = null) =>
        await store.TouchAsync(id, idleTimeout ?? IdleTimeout, CancellationToken.None);
}
