namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What a store of sessions must do that several processes share and that outlives them.</summary>
public abstract class SharedSessionStoreContract : SessionStoreContract
{
    [Fact]
    public async Task A_session_is_kept_after_a_restart_and_seen_by_other_processes()
    {
        var (first, other) = (await StartProcessAsync(), await OpenAsync());
        var created = await CreateAsync(first.Sessions);
        Same(await FindAsync(other, created.Id), created);
        var advanced = await AdvanceAsync(other, created.Id, 0);
        (await AdvanceAsync(first.Sessions, created.Id, 0)).Outcome.Should().Be(SessionAdvanceOutcome.Retried);
        await first.DisposeAsync();

        var restarted = await OpenAsync();

        Same(await FindAsync(restarted, created.Id), advanced.Session! with { RetriedRefreshes = 1 });
        (await AdvanceAsync(restarted, created.Id, 1)).Outcome.Should().Be(SessionAdvanceOutcome.Advanced);
        await other.EndAsync(created.Id, SessionEndReason.Logout, CancellationToken.None);
        (await AdvanceAsync(restarted, created.Id, 2)).Outcome.Should().Be(SessionAdvanceOutcome.Ended);
    }

    [Fact]
    public async Task Two_processes_end_each_overdue_session_once()
    {
        ISessionStore[] stores = [await OpenAsync(), await OpenAsync()];
        for (var count = 0; count < 40; count++)
        {
            await CreateAsync(stores[0]);
        }

        await AdvanceClockAsync(IdleTimeout);
        var ended = await Concurrently.RunAsync(16, async caller =>
        {
            List<Guid> own = [];
            for (var round = 0; round < 10; round++)
            {
                own.AddRange((await stores[caller % 2].EndOverdueAsync(3, CancellationToken.None)).Select(session => session.Id));
            }

            return own;
        });

        ended.SelectMany(own => own).Should().OnlyHaveUniqueItems().And.HaveCount(40);
    }

    [Fact]
    public async Task A_subject_whose_sessions_two_processes_end_has_no_session_left_and_each_call_returns_all()
    {
        ISessionStore[] stores = [await OpenAsync(), await OpenAsync()];
        for (var count = 0; count < 20; count++)
        {
            await CreateAsync(stores[0]);
        }

        var ended = await Concurrently.RunAsync(16, caller =>
            stores[caller % 2].EndAllAsync(7, SessionEndReason.Administrator, CancellationToken.None));

        ended.Should().OnlyContain(sessions => sessions.DistinctBy(session => session.Id).Count() == 20);
        ended.SelectMany(sessions => sessions).Should().OnlyContain(session => session.State == SessionState.Ending);
    }

    [Fact]
    public async Task A_cancelled_call_throws_and_changes_nothing()
    {
        var store = await OpenAsync();
        var created = await CreateAsync(store);
        var cancelled = new CancellationToken(canceled: true);

        await Cancelled(() => store.CreateAsync(Entry(), cancelled).AsTask());
        await Cancelled(() => store.FindAsync(created.Id, cancelled).AsTask());
        await Cancelled(() => store.AdvanceAsync(created.Id, 0, RetryWindow, cancelled).AsTask());
        await Cancelled(() => store.TouchAsync(created.Id, Lifetime, cancelled).AsTask());
        await Cancelled(() => store.EndAsync(created.Id, SessionEndReason.Logout, cancelled).AsTask());
        await Cancelled(() => store.EndAllAsync(7, SessionEndReason.Logout, cancelled).AsTask());
        await Cancelled(() => store.EndOverdueAsync(1, cancelled).AsTask());
        await Cancelled(() => store.ReadEndingAsync(TimeSpan.Zero, 1, cancelled).AsTask());
        await Cancelled(() => store.CompleteEndAsync(created.Id, cancelled).AsTask());
        await Cancelled(() => store.ListAsync(7, 1, cancelled).AsTask());

        Same(await FindAsync(store, created.Id), created);
        (await store.ListAsync(7, 10, CancellationToken.None)).Should().HaveCount(1);

        static async Task Cancelled(Func<Task> call) => await call.Should().ThrowAsync<OperationCanceledException>();
    }
}
