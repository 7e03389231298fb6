namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>The ends of sessions.</summary>
public abstract partial class SessionStoreContract
{
    [Theory]
    [InlineData(SessionEndReason.Logout)]
    [InlineData(SessionEndReason.KeysWithdrawn)]
    public async Task An_active_session_ends_once_and_keeps_its_first_reason(SessionEndReason reason)
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);

        var ended = await store.EndAsync(created.Id, reason, CancellationToken.None);
        var again = await store.EndAsync(created.Id, SessionEndReason.Revoked, CancellationToken.None);

        Same(ended!, Ended(created, reason));
        Same(again!, ended!);
        Same(await FindAsync(store, created.Id), ended!);
        (await store.TouchAsync(created.Id, IdleTimeout, CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task An_end_is_completed_once()
    {
        var store = await OpenAsync();
        var id = (await CreateAsync(store)).Id;
        (await store.CompleteEndAsync(id, CancellationToken.None)).Should().BeFalse("the session is active");
        var ended = await store.EndAsync(id, SessionEndReason.Logout, CancellationToken.None);

        (await store.CompleteEndAsync(id, CancellationToken.None)).Should().BeTrue();
        (await store.CompleteEndAsync(id, CancellationToken.None)).Should().BeFalse();

        Same(await FindAsync(store, id), ended! with { State = SessionState.Ended });
        Same((await store.EndAsync(id, SessionEndReason.Revoked, CancellationToken.None))!, ended! with { State = SessionState.Ended });
    }

    [Fact]
    public async Task All_sessions_of_a_subject_end_and_those_that_are_ending_are_returned_too()
    {
        var store = await OpenAsync();
        var ids = new List<Guid>();
        for (var count = 0; count < 4; count++)
        {
            ids.Add((await CreateAsync(store)).Id);
        }

        var other = await CreateAsync(store, Entry(subject: UInt128.MaxValue));
        await store.EndAsync(ids[0], SessionEndReason.Logout, CancellationToken.None);
        await store.EndAsync(ids[1], SessionEndReason.Logout, CancellationToken.None);
        await store.CompleteEndAsync(ids[1], CancellationToken.None);

        var ended = await store.EndAllAsync(7, SessionEndReason.Administrator, CancellationToken.None);

        ended.Select(session => (session.Id, session.State, session.EndReason)).Should().BeEquivalentTo(new[]
        {
            (ids[0], SessionState.Ending, SessionEndReason.Logout),
            (ids[2], SessionState.Ending, SessionEndReason.Administrator),
            (ids[3], SessionState.Ending, SessionEndReason.Administrator),
        });
        (await FindAsync(store, ids[1])).EndReason.Should().Be(SessionEndReason.Logout);
        Same(await FindAsync(store, other.Id), other);
        (await ListAsync(store)).Should().BeEmpty();
        (await store.EndAllAsync(7, SessionEndReason.Revoked, CancellationToken.None)).Should().HaveCount(3);
        (await store.EndAllAsync(8, SessionEndReason.Revoked, CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task Overdue_sessions_are_ended_at_the_time_at_which_they_are_over()
    {
        var store = await OpenAsync();
        var idle = await CreateAsync(store);
        var expired = await CreateAsync(store, Entry() with { IdleTimeout = Lifetime, Lifetime = IdleTimeout });
        var both = await CreateAsync(store, Entry() with { Lifetime = IdleTimeout });
        var current = await CreateAsync(store, Entry() with { IdleTimeout = IdleTimeout + Instant });
        await AdvanceClockAsync(IdleTimeout - Instant);
        (await store.EndOverdueAsync(10, CancellationToken.None)).Should().BeEmpty();
        await AdvanceClockAsync(Instant);

        var ended = await store.EndOverdueAsync(10, CancellationToken.None);

        ended.Select(session => (session.Id, session.State, session.EndReason)).Should().BeEquivalentTo(new[]
        {
            (idle.Id, SessionState.Ending, SessionEndReason.Idle),
            (expired.Id, SessionState.Ending, SessionEndReason.Expired),
            (both.Id, SessionState.Ending, SessionEndReason.Expired),
        });
        Same(await FindAsync(store, current.Id), current);
        (await store.EndOverdueAsync(10, CancellationToken.None)).Should().BeEmpty("they have ended");
        (await AdvanceAsync(store, idle.Id, 0)).Outcome.Should().Be(SessionAdvanceOutcome.Ended);
    }

    [Fact]
    public async Task Overdue_sessions_are_ended_in_batches()
    {
        var store = await OpenAsync();
        for (var count = 0; count < 5; count++)
        {
            await CreateAsync(store);
        }

        await AdvanceClockAsync(IdleTimeout);
        List<StoredSession> all = [];
        foreach (var expected in (int[])[2, 2, 1, 0])
        {
            var ended = await store.EndOverdueAsync(2, CancellationToken.None);
            ended.Should().HaveCount(expected);
            all.AddRange(ended);
        }

        all.Select(session => session.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Sessions_that_are_ending_are_read_after_their_least_age_the_first_end_in_front()
    {
        var store = await OpenAsync();
        var ids = new List<Guid>();
        for (var count = 0; count < 4; count++)
        {
            ids.Add((await CreateAsync(store)).Id);
        }

        foreach (var index in (int[])[2, 0, 1])
        {
            await store.EndAsync(ids[index], SessionEndReason.Logout, CancellationToken.None);
            await AdvanceClockAsync(TimeSpan.FromSeconds(10));
        }

        (await EndingAsync(store, 0)).Should().Equal(ids[2], ids[0], ids[1]);
        (await EndingAsync(store, 10_000)).Should().Equal(ids[2], ids[0], ids[1]);
        (await EndingAsync(store, 10_001)).Should().Equal(ids[2], ids[0]);
        (await EndingAsync(store, 0, max: 2)).Should().Equal(ids[2], ids[0]);
        (await EndingAsync(store, 30_000)).Should().Equal(ids[2]);
        (await EndingAsync(store, 30_001)).Should().BeEmpty();
        (await store.ReadEndingAsync(TimeSpan.MaxValue, 10, CancellationToken.None)).Should().BeEmpty();
        await store.CompleteEndAsync(ids[2], CancellationToken.None);
        (await EndingAsync(store, 0)).Should().Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Ended_sessions_are_pruned_an_hour_after_their_greatest_lifetime_and_others_are_kept()
    {
        var store = await OpenAsync();
        var ended = new List<Guid>();
        for (var count = 0; count < 5; count++)
        {
            var id = (await CreateAsync(store)).Id;
            ended.Add(id);
            await store.EndAsync(id, SessionEndReason.Logout, CancellationToken.None);
            await store.CompleteEndAsync(id, CancellationToken.None);
        }

        var (ending, active) = (await CreateAsync(store), await CreateAsync(store));
        await store.EndAsync(ending.Id, SessionEndReason.Logout, CancellationToken.None);
        await AdvanceClockAsync(Lifetime + TimeSpan.FromHours(1));
        (await PruneAsync(store)).Should().Be(0);
        (await AdvanceAsync(store, ended[0], 9)).Outcome.Should().Be(SessionAdvanceOutcome.Ended);
        await AdvanceClockAsync(Instant);

        (await PruneAsync(store)).Should().Be(5);

        (await AdvanceAsync(store, ended[0], 0)).Outcome.Should().Be(SessionAdvanceOutcome.NotFound);
        (await FindAsync(store, ending.Id)).State.Should().Be(SessionState.Ending);
        (await FindAsync(store, active.Id)).State.Should().Be(SessionState.Active);
        (await PruneAsync(store)).Should().Be(0);
    }

    private static async Task<IEnumerable<Guid>> EndingAsync(ISessionStore store, int milliseconds, int max = 10) =>
        (await store.ReadEndingAsync(TimeSpan.FromMilliseconds(milliseconds), max, CancellationToken.None)).Select(session => session.Id);
}
