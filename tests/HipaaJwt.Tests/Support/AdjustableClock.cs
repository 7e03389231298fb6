namespace HipaaJwt.Tests.Support;

/// <summary>A clock that a test sets ahead or back. The timestamps and timers are those of another time provider.</summary>
public sealed class AdjustableClock(TimeProvider time) : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
