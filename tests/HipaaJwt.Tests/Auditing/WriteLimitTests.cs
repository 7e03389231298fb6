using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Auditing;

/// <summary>The platform can reset a source of cancellation only with the machine's own clock, so both clocks are tried.</summary>
public sealed class WriteLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Each_write_has_the_whole_time_and_no_more()
    {
        var time = new FakeTimeProvider(TestIssuer.Now);
        using var limit = new WriteLimit(TimeSpan.FromSeconds(5), time);
        limit.Start();
        time.Advance(TimeSpan.FromSeconds(4));

        var second = limit.Start();
        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        second.IsCancellationRequested.Should().BeFalse();
        time.Advance(TimeSpan.FromTicks(1));
        second.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void After_a_write_that_took_too_long_the_next_one_has_its_time()
    {
        var time = new FakeTimeProvider(TestIssuer.Now);
        using var limit = new WriteLimit(TimeSpan.FromSeconds(5), time);
        limit.Start();
        time.Advance(TimeSpan.FromSeconds(5));

        limit.Start().IsCancellationRequested.Should().BeFalse();
    }

    /// <summary>However slow the machine is, the limit of the second write does not end before its time, and it does end.</summary>
    [Fact]
    public async Task By_the_clock_of_the_machine_the_time_of_a_write_begins_anew_though_the_source_is_the_same()
    {
        var timeout = TimeSpan.FromMilliseconds(500);
        using var limit = new WriteLimit(timeout, TimeProvider.System);
        var first = limit.Start();
        await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        var second = limit.Start();
        var over = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = second.Register(() => over.SetResult(TimeProvider.System.GetElapsedTime(began)));

        (await over.Task.WaitAsync(Patience)).Should().BeGreaterThan(timeout - TimeSpan.FromMilliseconds(50));
        limit.Start().IsCancellationRequested.Should().BeFalse("the source that was used up is replaced");
        first.IsCancellationRequested.Should().Be(first == second);
    }

    [Fact]
    public void Writes_in_time_share_one_source_of_cancellation()
    {
        using var limit = new WriteLimit(TimeSpan.FromMinutes(1), TimeProvider.System);

        limit.Start().Should().Be(limit.Start());
    }
}
