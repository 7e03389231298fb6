namespace HipaaJwt.Auditing;

/// <summary>
/// Counts the events that a best-effort sink lost. It reports the first loss immediately and further losses at most every
/// 10 seconds.
/// </summary>
internal sealed class AuditLossReporter
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly Action _countLoss;
    private readonly Action<long, string> _report;
    private readonly Lock _lock = new();
    private long _lostCount;
    private long _reportedCount;
    private long? _lastReport;
    private string _lastReason = string.Empty;

    /// <param name="time">The clock.</param>
    /// <param name="countLoss">Increments the metric of lost events.</param>
    /// <param name="report">Logs the total number of lost events and the reason of the last loss.</param>
    public AuditLossReporter(TimeProvider time, Action countLoss, Action<long, string> report)
    {
        _time = time;
        _countLoss = countLoss;
        _report = report;
    }

    /// <summary>Records one lost event.</summary>
    public void RecordLoss(string reason)
    {
        Guard(_countLoss);
        lock (_lock)
        {
            _lostCount++;
            _lastReason = reason;
            if (_lastReport is not { } lastReport || _time.GetElapsedTime(lastReport) >= ReportInterval)
            {
                Report();
            }
        }
    }

    /// <summary>Reports the losses that have not been reported yet.</summary>
    public void ReportPending()
    {
        lock (_lock)
        {
            if (_lostCount > _reportedCount)
            {
                Report();
            }
        }
    }

    private void Report()
    {
        _reportedCount = _lostCount;
        _lastReport = _time.GetTimestamp();
        Guard(() => _report(_lostCount, _lastReason));
    }

#pragma warning disable CA1031 // An exception of the application's logger or meter listener must neither fail a decision nor end a pump.
    private static void Guard(Action report)
    {
        try
        {
            report();
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
#pragma warning restore CA1031
}
