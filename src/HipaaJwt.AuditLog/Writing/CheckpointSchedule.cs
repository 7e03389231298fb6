namespace HipaaJwt.AuditLog.Writing;

/// <summary>Decides when a checkpoint is due. Not thread-safe.</summary>
internal sealed class CheckpointSchedule
{
    /// <summary>Many events at once are signed earlier than after the interval, but not so often that they slow down the events.</summary>
    private const int LeastPartOfInterval = 5;

    private readonly LogSettings _settings;
    private readonly TimeProvider _time;
    private long _size = -1;
    private long _at;

    public CheckpointSchedule(LogSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _at = time.GetTimestamp();
    }

    /// <summary>Whether a checkpoint is due at a number of events.</summary>
    public bool IsDue(long size)
    {
        var (more, elapsed) = (size - _size, _time.GetElapsedTime(_at));
        return (more >= _settings.CheckpointEvents && elapsed >= _settings.CheckpointInterval / LeastPartOfInterval)
            || (more > 0 && elapsed >= _settings.CheckpointInterval)
            || elapsed >= _settings.Heartbeat;
    }

    /// <summary>Remembers that a checkpoint was asked for.</summary>
    public void Record(long size) => (_size, _at) = (size, _time.GetTimestamp());
}
