namespace HipaaJwt.Auditing;

/// <summary>Counts the events that a best-effort sink did not get, and tells at once of the first and then at intervals.</summary>
internal sealed class LossReport
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Action _count;
    private readonly Action<long, string> _tell;
    private readonly Lock _lock = new();
    private long _lost;
    private long _told;
    private long? _toldAt;
    private string _reason = string.Empty;

    public LossReport(TimeProvider time, Action count, Action<long, string> tell)
    {
        _time = time;
        _count = count;
        _tell = tell;
    }

    public void Add(string reason)
    {
        _count();
        lock (_lock)
        {
            _lost++;
            _reason = reason;
            if (_toldAt is not { } before || _time.GetElapsedTime(before) >= Interval)
            {
                Tell();
            }
        }
    }

    /// <summary>Tells of what has not been told yet.</summary>
    public void Report()
    {
        lock (_lock)
        {
            if (_lost > _told)
            {
                Tell();
            }
        }
    }

    private void Tell()
    {
        _told = _lost;
        _toldAt = _time.GetTimestamp();
        _tell(_lost, _reason);
    }
}
