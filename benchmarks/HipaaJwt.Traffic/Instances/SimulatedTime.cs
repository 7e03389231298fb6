namespace HipaaJwt.Traffic.Instances;

/// <summary>A clock that the simulation sets. Timers run on the thread that advances it, and only when it says so.</summary>
internal sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(SimulatedTimer Timer, int Version), long> _due = new();
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Set(DateTimeOffset time) => Volatile.Write(ref _ticks, time.UtcTicks);

    /// <summary>Runs all timers that are due.</summary>
    public void RunTimers()
    {
        while (TryTakeDue(out var timer, out var version))
        {
            timer.Run(version);
        }
    }

    public void Schedule(SimulatedTimer timer, int version, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _due.Enqueue((timer, version), GetTimestamp() + dueTime.Ticks);
        }
    }

    private bool TryTakeDue(out SimulatedTimer timer, out int version)
    {
        lock (_lock)
        {
            var isDue = _due.TryPeek(out var next, out var due) && due <= GetTimestamp();
            (timer, version) = isDue ? _due.Dequeue() : next;
            return isDue;
        }
    }
}
