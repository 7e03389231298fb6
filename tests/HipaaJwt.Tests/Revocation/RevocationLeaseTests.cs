using HipaaJwt.Revocations;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Revocations;

public sealed class RevocationLeaseTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _timer = new();
    private readonly AdjustableClock _time;

    public RevocationLeaseTests() => _time = new AdjustableClock(_timer);

    [Theory]
    [InlineData(0, true)]
    [InlineData(4_999, true)]
    [InlineData(5_000, true)]
    [InlineData(5_001, false)]
    [InlineData(60_000, false)]
    public void Ends_after_its_length(int milliseconds, bool covers)
    {
        var lease = Create();

        _timer.Advance(TimeSpan.FromMilliseconds(milliseconds));

        lease.Covers(_time.GetUtcNow()).Should().Be(covers);
    }

    [Fact]
    public void Ends_by_the_timer_if_the_clock_is_set_back()
    {
        var lease = Create();

        _timer.Advance(TimeSpan.FromSeconds(6));
        _time.Ahead -= TimeSpan.FromSeconds(3);

        lease.Covers(_time.GetUtcNow()).Should().BeFalse();
    }

    [Fact]
    public void Ends_by_the_timer_even_if_it_covered_the_same_time_of_the_clock_before()
    {
        var lease = Create();
        lease.Covers(_time.GetUtcNow()).Should().BeTrue();

        for (var second = 0; second < 5; second++)
        {
            _timer.Advance(TimeSpan.FromSeconds(2));
            _time.Ahead -= TimeSpan.FromSeconds(1.5);
        }

        lease.Covers(_time.GetUtcNow()).Should().BeFalse();
    }

    [Fact]
    public void Ends_by_the_clock_while_the_machine_is_suspended()
    {
        var lease = Create();

        _time.Ahead += TimeSpan.FromSeconds(6);

        lease.Covers(_time.GetUtcNow()).Should().BeFalse();
    }

    [Fact]
    public void Continues_if_the_clock_is_set_back_and_the_timer_has_not_ended()
    {
        var lease = Create();

        _time.Ahead -= TimeSpan.FromMinutes(5);
        _timer.Advance(TimeSpan.FromSeconds(4));

        lease.Covers(_time.GetUtcNow()).Should().BeTrue();
    }

    private RevocationLease Create() => new((_time.GetUtcNow(), _time.GetTimestamp()), Length, _time);
}
