namespace HipaaJwt.Histories.Instances;

/// <summary>The time of the machine with a wrong clock. The timer is right.</summary>
internal sealed class WrongClock : TimeProvider
{
    private long _aheadTicks;

    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));
        set => Interlocked.Exchange(ref _aheadTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
