namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// The clock and the timer of one machine: the clock may be wrong, and the timer stands still while the machine is suspended.
/// </summary>
internal sealed class MachineClock(VirtualWorld world) : TimeProvider
{
    private TimeSpan _suspended;
    private TimeSpan? _suspendedAt;

    public TimeSpan Ahead { get; set; }

    public bool IsSuspended => _suspendedAt is not null;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => VirtualWorld.Start + world.Now + Ahead;

    public override long GetTimestamp() => (TimeSpan.FromDays(1) + (_suspendedAt ?? world.Now) - _suspended).Ticks;

    public void Suspend() => _suspendedAt = world.Now;

    public void Resume()
    {
        _suspended += world.Now - _suspendedAt!.Value;
        _suspendedAt = null;
    }
}
