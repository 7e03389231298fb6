namespace HipaaJwt.Auditing;

/// <summary>Counts the events that a best-effort sink lost. Reports the first at once and further ones at intervals.</summary>
internal sealed class AuditLossReporter
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Action _count;
    private readonly Action<long, string> _report;
    private readonly Lock _lock = new();
    private long _lost;
    private long _reported;
    private long? _reportedAt;
    private string _reason = string.Empty;

    public AuditLossReporter(TimeProvider time, Action count, Action<long, string> report)
    {
        _time = time;
        _count = count;
        _report = report;
    }

    public void Add(string reason)
    {
        _count();
        lock (_lock)
        {
            _lost++;
            _reason = reason;
            if (_reportedAt is not { } before || _time.GetElapsedTime(before) >= Interval)
            {
                ReportNow();
            }
        }
    }

    /// <summary>Reports the events that have not been reported yet.</summary>
    public void Report()
    {
        lock (_lock)
        {
            if (_lost > _reported)
            {
                ReportNow();
            }
        }
    }

    private void ReportNow()
    {
        _reported = _lost;
        _reportedAt = _time.GetTimestamp();
        _report(_lost, _reason);
    }
}
