namespace HipaaJwt.Traffic.Instances;

/// <summary>A timer of <see cref="SimulatedTime"/>. Each change makes the earlier due times void.</summary>
internal sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
{
    private int _version;
    private TimeSpan _period;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        var version = Interlocked.Increment(ref _version);
        if (dueTime >= TimeSpan.Zero)
        {
            time.Schedule(this, version, dueTime);
        }

        return true;
    }

    public void Run(int version)
    {
        if (version != Volatile.Read(ref _version))
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            time.Schedule(this, version, _period);
        }

        callback(state);
    }

    public void Dispose() => Interlocked.Increment(ref _version);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
