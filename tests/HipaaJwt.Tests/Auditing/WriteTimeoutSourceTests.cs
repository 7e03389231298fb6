using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Auditing;

/// <summary>
/// The platform can reset a cancellation token source only with the system clock, so the tests cover both a fake clock and the
/// system clock.
/// </summary>
public sealed class WriteTimeoutSourceTests
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void Each_write_has_the_full_timeout()
    {
        var time = new FakeTimeProvider(TestIssuer.Now);
        using var timeouts = new WriteTimeoutSource(TimeSpan.FromSeconds(5), time);
        timeouts.Start();
        time.Advance(TimeSpan.FromSeconds(4));

        var second = timeouts.Start();
        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        second.IsCancellationRequested.Should().BeFalse();
        time.Advance(TimeSpan.FromTicks(1));
        second.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void A_write_after_a_timeout_has_the_full_timeout()
    {
        var time = new FakeTimeProvider(TestIssuer.Now);
        using var timeouts = new WriteTimeoutSource(TimeSpan.FromSeconds(5), time);
        timeouts.Start();
        time.Advance(TimeSpan.FromSeconds(5));

        timeouts.Start().IsCancellationRequested.Should().BeFalse();
    }

    /// <summary>The test has no upper limit for the timeout, because the machine may be slow.</summary>
    [Fact]
    public async Task The_timeout_restarts_for_each_write_if_the_source_is_reused()
    {
        var timeout = TimeSpan.FromMilliseconds(500);
        using var timeouts = new WriteTimeoutSource(timeout, TimeProvider.System);
        var first = timeouts.Start();
        await Task.Delay(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        var startedAt = TimeProvider.System.GetTimestamp();
        var second = timeouts.Start();
        var elapsed = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = second.Register(() => elapsed.SetResult(TimeProvider.System.GetElapsedTime(startedAt)));

        (await elapsed.Task.WaitAsync(TestTimeout)).Should().BeGreaterThan(timeout - TimeSpan.FromMilliseconds(50));
        timeouts.Start().IsCancellationRequested.Should().BeFalse("the cancelled source is replaced");
        first.IsCancellationRequested.Should().Be(first == second);
    }

    [Fact]
    public void Writes_without_a_timeout_share_one_cancellation_token_source()
    {
        using var timeouts = new WriteTimeoutSource(TimeSpan.FromMinutes(1), TimeProvider.System);

        timeouts.Start().Should().Be(timeouts.Start());
    }
}
