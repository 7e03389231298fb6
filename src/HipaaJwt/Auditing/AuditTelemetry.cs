using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using HipaaJwt.Diagnostics;

namespace HipaaJwt.Auditing;

/// <summary>Counts audit events and lost ones. Tags contain types of events, outcomes and names of sinks, never data of a token.</summary>
internal sealed class AuditTelemetry
{
    private static readonly FrozenDictionary<AuditEventType, string> Types =
        Enum.GetValues<AuditEventType>().ToFrozenDictionary(type => type, type => type.ToString());

    private readonly GuardedCounter _events;
    private readonly GuardedCounter _lostEvents;

    public AuditTelemetry(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes of it.
        var meter = meters.Create(HipaaJwtDiagnostics.MeterName);
#pragma warning restore CA2000
        _events = new(meter.CreateCounter<long>("hipaajwt.audit.events", "{event}", "Audit events, by type and outcome."));
        _lostEvents = new(meter.CreateCounter<long>("hipaajwt.audit.lost_events", "{event}", "Audit events that best-effort sinks lost."));
    }

    public void RecordEvent(AuditEvent auditEvent)
    {
        if (_events.IsEnabled)
        {
            _events.Increment(
                new KeyValuePair<string, object?>("type", Types.GetValueOrDefault(auditEvent.Type, "Other")),
                new KeyValuePair<string, object?>("outcome", auditEvent.Outcome == AuditOutcome.Success ? "Success" : "Failure"));
        }
    }

    public void RecordLoss(string sink) => _lostEvents.Increment(new KeyValuePair<string, object?>("sink", sink));
}
