using HipaaJwt.Calls;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Calls;

public sealed class TimeLimitedCallsTests : IDisposable
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new(TestIssuer.Now);
    private readonly ManualResetEventSlim _release = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly TimeLimitedCalls _calls;

    public TimeLimitedCallsTests() => _calls = new TimeLimitedCalls("test", TimeSpan.FromSeconds(5), _time);

    public void Dispose()
    {
        _release.Set();
        _started.Dispose();
        _release.Dispose();
    }

    [Fact]
    public async Task A_call_returns_its_result()
    {
        (await _calls.RunAsync(20, (number, _) => new ValueTask<int>(number + 1), default)).Should().Be(21);
        (await _calls.RunAsync(20, AddLaterAsync, default)).Should().Be(21);

        static async ValueTask<int> AddLaterAsync(int number, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return number + 1;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_throws_the_exception_of_its_code(bool synchronously)
    {
        var call = async () => await _calls.RunAsync(
            0,
            (_, _) => synchronously ? throw new IOException("x") : ValueTask.FromException<int>(new IOException("x")),
            default);

        await call.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task The_timeout_cancels_the_token_and_the_wait_but_the_call_goes_on()
    {
        var cancelled = new TaskCompletionSource();
        var wait = _calls.RunAsync(
            7,
            (number, token) =>
            {
                token.Register(cancelled.SetResult);
                _started.Release();
                _release.Wait(CancellationToken.None);
                return new ValueTask<int>(number);
            },
            default,
            out var call).AsTask();
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();

        _time.Advance(TimeSpan.FromSeconds(5));
        await wait.Awaiting(task => task.WaitAsync(TestTimeout)).Should().ThrowAsync<OperationCanceledException>();
        await cancelled.Task.WaitAsync(TestTimeout);
        call.IsCompleted.Should().BeFalse();
        _release.Set();

        (await call.WaitAsync(TestTimeout)).Should().Be(7);
    }

    [Fact]
    public async Task A_cancellation_that_blocks_its_thread_blocks_neither_the_caller_nor_the_thread_pool()
    {
        var canceller = new TaskCompletionSource<Thread>();
        var wait = _calls.RunAsync(
            0,
            async (_, token) =>
            {
                await using var registration = token.Register(() =>
                {
                    canceller.TrySetResult(Thread.CurrentThread);
                    _release.Wait(CancellationToken.None);
                });
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return 0;
            },
            default).AsTask();

        // On another thread, because drivers of databases send the cancellation to a server that may not answer.
        _ = Task.Run(() => _time.Advance(TimeSpan.FromSeconds(5)));

        await wait.Awaiting(task => task.WaitAsync(TestTimeout)).Should().ThrowAsync<OperationCanceledException>();
        (await canceller.Task.WaitAsync(TestTimeout)).IsThreadPoolThread.Should().BeFalse();
    }

    [Fact]
    public async Task A_call_that_waited_for_a_thread_until_its_timeout_never_runs()
    {
        var blocked = Enumerable.Range(0, CallThreads.MaxThreads).Select(_ => Block()).ToArray();
        var ran = false;
        var late = _calls.RunAsync(
            0,
            (_, _) =>
            {
                ran = true;
                return new ValueTask<int>(0);
            },
            default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(5));
        await late.Awaiting(task => task.WaitAsync(TestTimeout)).Should().ThrowAsync<OperationCanceledException>();
        _release.Set();
        (await _calls.RunAsync(1, (number, _) => new ValueTask<int>(number), default)).Should().Be(1);

        ran.Should().BeFalse();
        foreach (var call in blocked)
        {
            await call.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        }
    }

    [Fact]
    public async Task The_number_of_waiting_calls_is_limited_and_calls_whose_timeout_elapsed_make_room()
    {
        var calls = Enumerable.Range(0, CallThreads.MaxThreads + CallThreads.MaxWaitingCalls).Select(_ => Block()).ToList();

        await Block().Awaiting(task => task).Should().ThrowAsync<TimeoutException>();
        _time.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAny(Task.WhenAll(calls), Task.Delay(TestTimeout, TestContext.Current.CancellationToken));
        calls.Should().OnlyContain(call => call.IsCanceled);
        var waiting = Block();

        waiting.IsCompleted.Should().BeFalse("the cancelled calls left the queue");
        _release.Set();
        (await waiting.WaitAsync(TestTimeout)).Should().Be(0);
    }

    [Fact]
    public async Task Fast_calls_one_after_the_other_share_a_thread_that_exits_when_it_is_idle()
    {
        var threads = new HashSet<Thread>();
        for (var i = 0; i < 100; i++)
        {
            threads.Add(await _calls.RunAsync(0, (_, _) => new ValueTask<Thread>(Thread.CurrentThread), default));
        }

        threads.Count.Should().BeLessThan(10);
        threads.Should().OnlyContain(thread => thread.IsBackground && !thread.IsThreadPoolThread);
        threads.Should().OnlyContain(thread => thread.Join(TestTimeout));
    }

    private Task<int> Block() => _calls.RunAsync(
        0,
        (number, _) =>
        {
            _release.Wait(CancellationToken.None);
            return new ValueTask<int>(number);
        },
        default).AsTask();
}
