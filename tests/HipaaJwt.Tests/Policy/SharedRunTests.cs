using HipaaJwt.Policy;

namespace HipaaJwt.Tests.Policy;

public sealed class SharedRunTests
{
    [Fact]
    public async Task Calls_during_a_run_share_the_next_one()
    {
        var runs = 0;
        using var gate = new SemaphoreSlim(0);
        using var started = new SemaphoreSlim(0);
        var shared = new SharedRun(() =>
        {
            Interlocked.Increment(ref runs);
            started.Release();
            gate.Wait();
        });

        var first = shared.RunAsync();
        await started.WaitAsync();
        var later = Enumerable.Range(0, 100).Select(_ => shared.RunAsync()).ToArray();
        later.Should().NotContain(first, "the first run started before these calls");
        gate.Release(2);
        await Task.WhenAll([first, .. later]);

        runs.Should().Be(2);
    }

    [Fact]
    public async Task An_exception_reaches_the_callers_and_does_not_stop_later_runs()
    {
        var runs = 0;
        var shared = new SharedRun(() =>
        {
            if (++runs == 1)
            {
                throw new InvalidOperationException("first");
            }
        });

        await shared.Awaiting(run => run.RunAsync()).Should().ThrowAsync<InvalidOperationException>();
        await shared.RunAsync();

        runs.Should().Be(2);
    }
}
