using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// Counts validations, audit events and lost audit events. Tags contain error codes, types of events and names of sinks, never data of a
/// token.
/// </summary>
internal sealed class ValidationTelemetry
{
    private static readonly FrozenDictionary<JwtErrorCode, string> Names =
        Enum.GetValues<JwtErrorCode>().ToFrozenDictionary(code => code, code => code.ToString());

    private static readonly FrozenDictionary<AuditEventType, string> Types =
        Enum.GetValues<AuditEventType>().ToFrozenDictionary(type => type, type => type.ToString());

    private readonly GuardedCounter _validations;
    private readonly GuardedCounter _events;
    private readonly GuardedCounter _lostEvents;

    public ValidationTelemetry(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns the meter and disposes of it.
        var meter = meters.Create(HipaaJwtDiagnostics.MeterName);
#pragma warning restore CA2000
        _validations = new(meter.CreateCounter<long>("hipaajwt.token.validations", "{token}", "Validated tokens, by error code."));
        _events = new(meter.CreateCounter<long>("hipaajwt.audit.events", "{event}", "Audit events, by type and outcome."));
        _lostEvents = new(meter.CreateCounter<long>("hipaajwt.audit.lost_events", "{event}", "Audit events that best-effort sinks lost."));
    }

    public void RecordValidation(JwtErrorCode code)
    {
        if (_validations.IsEnabled)
        {
            _validations.Increment(new KeyValuePair<string, object?>("code", Names.GetValueOrDefault(code, "Other")));
        }
    }

    public void RecordAuditEvent(AuditEventType type, AuditOutcome outcome)
    {
        if (_events.IsEnabled)
        {
            _events.Increment(
                new KeyValuePair<string, object?>("type", Types.GetValueOrDefault(type, "Other")),
                new KeyValuePair<string, object?>("outcome", outcome == AuditOutcome.Success ? "Success" : "Failure"));
        }
    }

    public void RecordLostAuditEvent(string sink) => _lostEvents.Increment(new KeyValuePair<string, object?>("sink", sink));
}
