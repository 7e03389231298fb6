using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The order in which fetches may start, and how many at a time.</summary>
public sealed class FetchTurnsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FetchTurns _turns;

    public FetchTurnsTests() => _turns = new FetchTurns(_time);

    [Fact]
    public void Sixteen_fetches_start_at_once_and_each_that_ends_starts_the_next()
    {
        var running = EnterMany(FetchTurns.MaxConcurrent);
        var waiting = EnterMany(2);
        HasBegun(running).Should().OnlyContain(begun => begun);
        HasBegun(waiting).Should().Equal(false, false);

        running[5].Turn.Dispose();
        HasBegun(waiting).Should().Equal(true, false);
        running[5].Turn.Dispose();
        HasBegun(waiting).Should().Equal([true, false], "a turn gives up its place once");
        waiting[0].Turn.Dispose();
        HasBegun(waiting).Should().Equal(true, true);
        _turns.QueueLength.Should().Be(0);
    }

    [Fact]
    public void A_fetch_that_takes_longer_than_250_ms_gives_up_its_place()
    {
        EnterMany(FetchTurns.MaxConcurrent);
        var waiting = EnterMany(FetchTurns.MaxConcurrent + 1);

        _time.Advance(FetchTurns.MaxDuration - Tick);
        HasBegun(waiting).Should().OnlyContain(begun => !begun);
        _time.Advance(Tick);
        HasBegun(waiting).Should().Equal([.. Enumerable.Repeat(true, FetchTurns.MaxConcurrent), false]);

        _time.Advance(FetchTurns.MaxDuration - Tick);
        HasBegun(waiting)[^1].Should().BeFalse("the 250 ms begin with the turn");
        _time.Advance(Tick);
        HasBegun(waiting)[^1].Should().BeTrue();
    }

    [Fact]
    public void A_fetch_that_ends_after_its_place_was_given_up_frees_no_other_place()
    {
        var late = EnterMany(FetchTurns.MaxConcurrent);
        EnterMany(FetchTurns.MaxConcurrent);
        _time.Advance(FetchTurns.MaxDuration);
        var waiting = EnterMany(1);

        late[0].Turn.Dispose();

        HasBegun(waiting).Should().Equal(false);
    }

    [Fact]
    public void Fetches_that_tokens_wait_for_come_first_in_the_order_of_the_tokens()
    {
        var running = EnterMany(FetchTurns.MaxConcurrent);
        var waiting = EnterMany(4);

        waiting[3].Turn.Expedite();
        waiting[1].Turn.Expedite();
        waiting[3].Turn.Expedite();
        var beforeItEntered = new FetchTurn(_turns);
        beforeItEntered.Expedite();
        var last = beforeItEntered.WaitAsync(CancellationToken.None);

        List<string> order = [];
        for (var ended = 0; ended < 5; ended++)
        {
            running[ended].Turn.Dispose();
            order.Add($"{string.Concat(HasBegun(waiting).Select(begun => begun ? '1' : '0'))} {last.IsCompleted}");
        }

        order.Should().Equal("0001 False", "0101 False", "0101 True", "1101 True", "1111 True");
    }

    [Fact]
    public void Expediting_a_fetch_that_runs_or_has_ended_changes_nothing()
    {
        var running = EnterMany(FetchTurns.MaxConcurrent);
        running[0].Turn.Expedite();
        running[1].Turn.Dispose();
        running[1].Turn.Expedite();

        HasBegun(EnterMany(2)).Should().Equal(true, false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_fetch_leaves_the_queue(bool isAwaited)
    {
        var running = EnterMany(FetchTurns.MaxConcurrent);
        using var cancellation = new CancellationTokenSource();
        using var cancelled = new FetchTurn(_turns);
        if (isAwaited)
        {
            cancelled.Expedite();
        }

        var wait = cancelled.WaitAsync(cancellation.Token);
        var next = EnterMany(1);
        await cancellation.CancelAsync();
        await wait.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        cancelled.Dispose();
        _turns.QueueLength.Should().Be(1);

        running[0].Turn.Dispose();
        HasBegun(next).Should().Equal(true);
    }

    [Fact]
    public async Task A_wait_for_a_turn_that_is_disposed_ends()
    {
        EnterMany(FetchTurns.MaxConcurrent);
        var queued = EnterMany(1)[0];
        var unused = new FetchTurn(_turns);

        queued.Turn.Dispose();
        unused.Dispose();

        await queued.Wait.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        await unused.Awaiting(turn => turn.WaitAsync(CancellationToken.None)).Should().ThrowAsync<OperationCanceledException>();
        _turns.QueueLength.Should().Be(0);
    }

    [Fact]
    public async Task Concurrent_use_never_exceeds_the_limit_and_loses_no_place()
    {
        var (running, greatest) = (0, 0);
        await Parallel.ForAsync(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, _) =>
        {
            using var turn = new FetchTurn(_turns);
            using var cancellation = new CancellationTokenSource();
            var wait = turn.WaitAsync(cancellation.Token);
            var disturbance = Task.Run(() => Disturb(number, turn, cancellation), CancellationToken.None);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (wait.IsCompletedSuccessfully && number % 3 != 2)
            {
                InterlockedMax(ref greatest, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
            }

            await disturbance;
        });

        greatest.Should().BeInRange(1, FetchTurns.MaxConcurrent);
        _turns.QueueLength.Should().Be(0);
        HasBegun(EnterMany(FetchTurns.MaxConcurrent + 1)).Should().Equal([.. Enumerable.Repeat(true, FetchTurns.MaxConcurrent), false]);
    }

    /// <summary>One fetch of three is expedited, one is cancelled, and one is disposed beside its wait.</summary>
    private static void Disturb(int number, FetchTurn turn, CancellationTokenSource cancellation)
    {
        switch (number % 3)
        {
            case 0:
                turn.Expedite();
                break;
            case 1:
                cancellation.Cancel();
                break;
            default:
                turn.Dispose();
                break;
        }
    }

    private static void InterlockedMax(ref int greatest, int value)
    {
        for (var known = Volatile.Read(ref greatest); known < value;)
        {
            known = Interlocked.CompareExchange(ref greatest, value, known);
        }
    }

    private static bool[] HasBegun((FetchTurn Turn, Task Wait)[] turns) =>
        [.. turns.Select(turn => turn.Wait.IsCompletedSuccessfully)];

    private (FetchTurn Turn, Task Wait)[] EnterMany(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new FetchTurn(_turns)).Select(turn => (turn, turn.WaitAsync(CancellationToken.None)))];
}
