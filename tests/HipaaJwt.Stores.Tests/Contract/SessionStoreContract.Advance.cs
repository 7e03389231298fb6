namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>The use of refresh tokens.</summary>
public abstract partial class SessionStoreContract
{
    [Fact]
    public async Task The_current_number_advances_the_session_and_changes_nothing_else()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);

        for (var counter = 0; counter < 3; counter++)
        {
            await AdvanceClockAsync(TimeSpan.FromMinutes(2));
            var advance = await AdvanceAsync(store, created.Id, counter);

            advance.Outcome.Should().Be(SessionAdvanceOutcome.Advanced);
            var expected = created with { Counter = counter + 1, AdvancedAt = created.CreatedAt.AddMinutes(2 * (counter + 1)) };
            Same(advance.Session!, expected);
            advance.Session!.ReadAt.Should().Be(expected.AdvancedAt);
            Same(await FindAsync(store, created.Id), expected);
        }
    }

    [Theory]
    [InlineData(0, SessionAdvanceOutcome.Retried)]
    [InlineData(9_999, SessionAdvanceOutcome.Retried)]
    [InlineData(10_000, SessionAdvanceOutcome.Retried)]
    [InlineData(10_001, SessionAdvanceOutcome.Reused)]
    [InlineData(600_000, SessionAdvanceOutcome.Reused)]
    public async Task The_predecessor_is_retried_until_10_seconds_after_the_advance(int milliseconds, SessionAdvanceOutcome expected)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceClockAsync(TimeSpan.FromMinutes(1));
        var advanced = (await AdvanceAsync(store, session.Id, 0)).Session!;

        await AdvanceClockAsync(TimeSpan.FromMilliseconds(milliseconds));
        var retry = await AdvanceAsync(store, session.Id, 0);

        retry.Outcome.Should().Be(expected);
        Same(retry.Session!, expected == SessionAdvanceOutcome.Retried ? advanced with { RetriedRefreshes = 1 } : Ended(advanced));
        Same(await FindAsync(store, session.Id), retry.Session!);
        (await AdvanceAsync(store, session.Id, 1)).Outcome.Should().Be(
            expected == SessionAdvanceOutcome.Retried ? SessionAdvanceOutcome.Advanced : SessionAdvanceOutcome.Ended);
    }

    [Fact]
    public async Task Without_a_retry_window_the_predecessor_ends_the_session_at_once()
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        var advanced = (await AdvanceAsync(store, session.Id, 0, TimeSpan.Zero)).Session!;

        var reuse = await AdvanceAsync(store, session.Id, 0, TimeSpan.Zero);

        reuse.Outcome.Should().Be(SessionAdvanceOutcome.Reused);
        Same(reuse.Session!, Ended(advanced));
    }

    [Theory]
    [InlineData(0, SessionAdvanceOutcome.Reused)]
    [InlineData(-1, SessionAdvanceOutcome.Reused)]
    [InlineData(long.MinValue, SessionAdvanceOutcome.Reused)]
    [InlineData(3, SessionAdvanceOutcome.Ahead)]
    [InlineData(long.MaxValue, SessionAdvanceOutcome.Ahead)]
    public async Task An_older_and_a_newer_number_end_the_session_within_the_retry_window(long counter, SessionAdvanceOutcome expected)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceAsync(store, session.Id, 0);
        var advanced = (await AdvanceAsync(store, session.Id, 1)).Session!;

        var end = await AdvanceAsync(store, session.Id, counter);

        end.Outcome.Should().Be(expected);
        Same(end.Session!, Ended(
            advanced, expected == SessionAdvanceOutcome.Ahead ? SessionEndReason.StoreLostData : SessionEndReason.RefreshTokenReused));
        foreach (var later in (long[])[0, 1, 2, 3])
        {
            var after = await AdvanceAsync(store, session.Id, later);
            after.Outcome.Should().Be(SessionAdvanceOutcome.Ended);
            Same(after.Session!, end.Session!);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_has_ended_is_not_advanced_and_keeps_its_reason(bool isComplete)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceAsync(store, session.Id, 0);
        await store.EndAsync(session.Id, SessionEndReason.Administrator, CancellationToken.None);
        if (isComplete)
        {
            await store.CompleteEndAsync(session.Id, CancellationToken.None);
        }

        foreach (var counter in (long[])[0, 1, 2])
        {
            var advance = await AdvanceAsync(store, session.Id, counter);
            advance.Outcome.Should().Be(SessionAdvanceOutcome.Ended);
            advance.Session!.EndReason.Should().Be(SessionEndReason.Administrator);
            advance.Session.State.Should().Be(isComplete ? SessionState.Ended : SessionState.Ending);
            advance.Session.Counter.Should().Be(1);
        }
    }

    [Theory]
    [InlineData(15 * 60_000, SessionAdvanceOutcome.Idle)]
    [InlineData((15 * 60_000) - 1, SessionAdvanceOutcome.Advanced)]
    [InlineData((15 * 60_000) + 1, SessionAdvanceOutcome.Idle)]
    [InlineData(12 * 60 * 60_000, SessionAdvanceOutcome.Expired)]
    [InlineData((12 * 60 * 60_000) - 1, SessionAdvanceOutcome.Idle)]
    public async Task A_session_is_advanced_until_it_is_idle(int milliseconds, SessionAdvanceOutcome expected)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceClockAsync(TimeSpan.FromMilliseconds(milliseconds));

        await ExpectOverAsync(store, session, expected);
    }

    [Theory]
    [InlineData(-1, SessionAdvanceOutcome.Advanced)]
    [InlineData(0, SessionAdvanceOutcome.Expired)]
    [InlineData(1, SessionAdvanceOutcome.Expired)]
    public async Task A_session_is_advanced_until_its_greatest_lifetime(int milliseconds, SessionAdvanceOutcome expected)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store, Entry() with { IdleTimeout = Lifetime + Lifetime });
        await AdvanceClockAsync(Lifetime + TimeSpan.FromMilliseconds(milliseconds));

        await ExpectOverAsync(store, session, expected);
    }

    [Fact]
    public async Task A_retry_and_a_reuse_of_a_session_that_is_over_change_nothing()
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceClockAsync(IdleTimeout - Instant);
        var advanced = (await AdvanceAsync(store, session.Id, 0)).Session!;
        await AdvanceClockAsync(Instant);

        foreach (var counter in (long[])[0, -1, 9])
        {
            (await AdvanceAsync(store, session.Id, counter)).Outcome.Should().Be(SessionAdvanceOutcome.Idle);
        }

        Same(await FindAsync(store, session.Id), advanced);
    }

    [Theory]
    [InlineData(-10_000, SessionAdvanceOutcome.Retried)]
    [InlineData(-10_001, SessionAdvanceOutcome.Reused)]
    public async Task A_clock_that_is_set_back_does_not_make_the_retry_window_longer(int milliseconds, SessionAdvanceOutcome expected)
    {
        var store = await OpenAsync();
        var session = await CreateAsync(store);
        await AdvanceAsync(store, session.Id, 0);

        await AdvanceClockAsync(TimeSpan.FromMilliseconds(milliseconds));

        (await AdvanceAsync(store, session.Id, 0)).Outcome.Should().Be(expected);
    }

    [Fact]
    public async Task Refreshes_in_a_row_that_were_retried_are_counted_each_once()
    {
        var store = await OpenAsync();
        var id = (await CreateAsync(store)).Id;
        List<int> counts = [];
        foreach (var counter in (long[])[0, 0, 0, 1, 1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 7])
        {
            counts.Add((await AdvanceAsync(store, id, counter)).Session!.RetriedRefreshes);
        }

        counts.Should().Equal(0, 1, 1, 1, 2, 2, 2, 0, 1, 1, 0, 0, 1, 1, 2);
        (await FindAsync(store, id)).RetriedRefreshes.Should().Be(2);
        (await FindAsync(store, id)).Counter.Should().Be(8);
    }

    [Fact]
    public async Task Exactly_one_of_64_concurrent_callers_advances_and_the_others_are_retries()
    {
        var store = await OpenAsync();
        var id = (await CreateAsync(store)).Id;
        for (var counter = 0L; counter < 5; counter++)
        {
            var results = await Concurrently.RunAsync(64, _ => store.AdvanceAsync(id, counter, RetryWindow, CancellationToken.None));

            results.Count(result => result.Outcome == SessionAdvanceOutcome.Advanced).Should().Be(1);
            results.Count(result => result.Outcome == SessionAdvanceOutcome.Retried).Should().Be(63);
            results.Should().OnlyContain(result => result.Session!.Counter == counter + 1);
        }

        (await FindAsync(store, id)).RetriedRefreshes.Should().Be(5);
    }

    private static StoredSession Ended(StoredSession session, SessionEndReason reason = SessionEndReason.RefreshTokenReused) =>
        session with { State = SessionState.Ending, EndReason = reason };

    /// <summary>A session that is over does not change: another call ends it.</summary>
    private static async Task ExpectOverAsync(ISessionStore store, StoredSession session, SessionAdvanceOutcome expected)
    {
        var advance = await AdvanceAsync(store, session.Id, 0);

        advance.Outcome.Should().Be(expected);
        var isAdvanced = expected == SessionAdvanceOutcome.Advanced;
        Same(advance.Session!, isAdvanced ? session with { Counter = 1, AdvancedAt = advance.Session!.ReadAt } : session);
    }
}
