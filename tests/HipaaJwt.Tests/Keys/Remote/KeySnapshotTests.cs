using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The age of keys where the clock and the timer disagree.</summary>
public sealed class KeySnapshotTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SkewedTime _time = new();
    private readonly KeySnapshot _keys;

    public KeySnapshotTests() => _keys = new KeySnapshot(
        new JwksFetchResult(JwksFetchOutcome.Fetched) { RequestedAt = _time.GetUtcNow(), RequestTimestamp = _time.GetTimestamp() });

    private bool IsTooOld => _keys.HasReached(Limit, _time.GetUtcNow(), _time);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1000)]
    public void The_limit_is_exact_whether_the_clock_was_set_back_or_not(int hours)
    {
        _time.Skew = TimeSpan.FromHours(hours);

        _time.Timer.Advance(Limit - Tick);
        IsTooOld.Should().BeFalse();
        _time.Timer.Advance(Tick);
        IsTooOld.Should().BeTrue();
    }

    [Fact]
    public void A_clock_that_went_on_while_the_timer_stood_still_counts()
    {
        _time.Skew = Limit - Tick;
        IsTooOld.Should().BeFalse();
        _time.Skew = Limit;
        IsTooOld.Should().BeTrue();
        _keys.AgeAt(_time.GetUtcNow(), _time).Should().Be(Limit);
    }

    [Fact]
    public void A_clock_that_was_wrong_for_a_moment_kills_nothing()
    {
        _time.Skew = TimeSpan.FromDays(1);
        IsTooOld.Should().BeTrue();
        _time.Skew = TimeSpan.Zero;
        IsTooOld.Should().BeFalse();
    }

    /// <summary>A clock that can be set while the timer goes on.</summary>
    private sealed class SkewedTime : TimeProvider
    {
        public FakeTimeProvider Timer { get; } = new(TestIssuer.Now);

        public TimeSpan Skew { get; set; }

        public override long TimestampFrequency => Timer.TimestampFrequency;

        public override long GetTimestamp() => Timer.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => Timer.GetUtcNow() + Skew;
    }
}
