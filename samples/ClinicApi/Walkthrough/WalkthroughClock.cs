namespace ClinicApi.Walkthrough;

/// <summary>The clock of all instances. It runs, and the walkthrough sets it forward. Timers do not notice that.</summary>
internal sealed class WalkthroughClock : TimeProvider
{
    private long _aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks)).TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);
}
