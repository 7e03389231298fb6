using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Fhir.Diagnostics;

/// <summary>Counts what was exported, and logs what was not. Tags contain outcomes and states only.</summary>
internal sealed class ExportTelemetry
{
    private readonly ILogger _logger;
    private readonly Meter? _meter;
    private readonly Counter<long>? _events;
    private long _sent;

    /// <param name="logger">Receives log lines.</param>
    /// <param name="meters">Creates the metrics; null for none.</param>
    public ExportTelemetry(ILogger logger, IMeterFactory? meters)
    {
        _logger = logger;
        _meter = meters?.Create(HipaaJwtDiagnostics.MeterName);
        _events = _meter?.CreateCounter<long>(
            "hipaajwt.fhir_export.events", "{event}", "Events of the FHIR export, by outcome: sent or set_aside.");
    }

    /// <summary>The number of resources that the receiver accepted.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public void RecordSent()
    {
        Interlocked.Increment(ref _sent);
        _events?.Add(1, new KeyValuePair<string, object?>("outcome", "sent"));
    }

    public void RecordSetAside(AuditLogEntry entry, string reason)
    {
        _events?.Add(1, new KeyValuePair<string, object?>("outcome", "set_aside"));
        Log.SetAside(_logger, entry.Index, entry.Origin, reason);
    }

    /// <summary>Adds a gauge of the state.</summary>
    public void AddGauge(Func<FhirAuditExportStatus> read) => _meter?.CreateObservableGauge(
        "hipaajwt.fhir_export.state",
        () =>
        {
            var status = read();
            return new Measurement<int>((int)status, new KeyValuePair<string, object?>("state", status.ToString()));
        },
        "{state}",
        "The state of the FHIR export: 0 stopped, 1 running, 2 waiting, 3 rejected, 4 damaged.");
}
