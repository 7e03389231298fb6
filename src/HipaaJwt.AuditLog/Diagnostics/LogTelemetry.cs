using System.Diagnostics.Metrics;

namespace HipaaJwt.AuditLog.Diagnostics;

/// <summary>Counts events and measures the state of the log. Tags contain outcomes and states only.</summary>
internal sealed class LogTelemetry
{
    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Counter<long> _groups;
    private readonly Counter<long> _abandoned;

    public LogTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(HipaaJwtDiagnostics.MeterName);
        _events = _meter.CreateCounter<long>("hipaajwt.audit_log.events", "{event}", "Events, by outcome: written or rejected.");
        _groups = _meter.CreateCounter<long>("hipaajwt.audit_log.syncs", "{sync}", "Groups of events that were made durable.");
        _abandoned = _meter.CreateCounter<long>("hipaajwt.audit_log.abandoned_segments", "{segment}", "Segments that were given up.");
    }

    public void RecordWritten(int events)
    {
        _events.Add(events, new KeyValuePair<string, object?>("outcome", "written"));
        _groups.Add(1);
    }

    public void RecordRejected(int events) => _events.Add(events, new KeyValuePair<string, object?>("outcome", "rejected"));

    public void RecordAbandoned() => _abandoned.Add(1);

    /// <summary>Adds gauges.</summary>
    /// <param name="read">Reads the state, and the number of events that an anchor lacks.</param>
    public void AddGauges(Func<(AuditLogStatus Status, long Unanchored)> read)
    {
        _meter.CreateObservableGauge(
            "hipaajwt.audit_log.unanchored", () => read().Unanchored, "{event}", "The events that at least one anchor does not have yet.");
        _meter.CreateObservableGauge(
            "hipaajwt.audit_log.state",
            () =>
            {
                var status = read().Status;
                return new Measurement<int>((int)status, new KeyValuePair<string, object?>("state", status.ToString()));
            },
            "{state}",
            "The state of the log: 0 closed, 1 writing, 2 full, 3 failing, 4 unanchored, 5 contradicted. Only 1 accepts events.");
    }
}
