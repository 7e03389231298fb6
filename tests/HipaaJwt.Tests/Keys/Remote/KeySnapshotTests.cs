using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The age of keys when the clock and the timer differ.</summary>
public sealed class KeySnapshotTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly SkewedTime _time = new();
    private readonly KeySnapshot _keys;

    public KeySnapshotTests() => _keys = new KeySnapshot(
        new JwksFetchResult(JwksFetchOutcome.Fetched) { RequestedAt = _time.GetUtcNow(), RequestTimestamp = _time.GetTimestamp() });

    private bool IsExpired => _keys.HasReached(Limit, _time.GetUtcNow(), _time);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1000)]
    public void Expires_exactly_at_the_limit_even_if_the_clock_is_set_back(int hours)
    {
        _time.Skew = TimeSpan.FromHours(hours);

        _time.Timer.Advance(Limit - Tick);
        IsExpired.Should().BeFalse();
        _time.Timer.Advance(Tick);
        IsExpired.Should().BeTrue();
    }

    [Fact]
    public void Expires_by_the_clock_while_the_timer_stands_still()
    {
        _time.Skew = Limit - Tick;
        IsExpired.Should().BeFalse();
        _time.Skew = Limit;
        IsExpired.Should().BeTrue();
        _keys.AgeAt(_time.GetUtcNow(), _time).Should().Be(Limit);
    }

    [Fact]
    public void Becomes_current_again_when_a_wrong_clock_is_corrected()
    {
        _time.Skew = TimeSpan.FromDays(1);
        IsExpired.Should().BeTrue();
        _time.Skew = TimeSpan.Zero;
        IsExpired.Should().BeFalse();
    }

    /// <summary>A clock that can be set independently of the timer.</summary>
    private sealed class SkewedTime : TimeProvider
    {
        public FakeTimeProvider Timer { get; } = new(TestIssuer.Now);

        public TimeSpan Skew { get; set; }

        public override long TimestampFrequency => Timer.TimestampFrequency;

        public override long GetTimestamp() => Timer.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => Timer.GetUtcNow() + Skew;
    }
}
