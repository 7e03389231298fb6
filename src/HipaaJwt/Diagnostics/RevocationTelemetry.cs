using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// Measures reads of the log of revocations, and the state, age, size and lag of the view. Tags contain outcomes and states.
/// </summary>
internal sealed class RevocationTelemetry
{
    private readonly Meter _meter;
    private readonly GuardedCounter _reads;
    private readonly GuardedCounter _stateChanges;

    public RevocationTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(HipaaJwtDiagnostics.MeterName);
        _reads = new(_meter.CreateCounter<long>("hipaajwt.revocation.reads", "{read}", "Reads of the log of revocations, by outcome."));
        _stateChanges = new(_meter.CreateCounter<long>(
            "hipaajwt.revocation.state_changes", "{change}", "Changes of the state of revocation, by new state."));
    }

    public void RecordRead(string outcome) => _reads.Increment(Tag("outcome", outcome));

    public void RecordStateChange(string state) => _stateChanges.Increment(Tag("state", state));

    /// <summary>Adds gauges.</summary>
    /// <param name="read">
    /// Reads the state as a number and a name, the age of the view, the number of its revocations, and the number of appends that it does
    /// not contain yet. A collection of the metrics calls it.
    /// </param>
    public void AddGauges(Func<(int State, string StateName, TimeSpan? Age, int Entries, long Lag)> read)
    {
        _meter.CreateObservableGauge(
            "hipaajwt.revocation.age",
            () => read().Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "The time since the last successful read of the log was sent.");
        _meter.CreateObservableGauge("hipaajwt.revocation.entries", () => read().Entries, "{entry}", "The revocations in memory.");
        _meter.CreateObservableGauge(
            "hipaajwt.revocation.lag", () => read().Lag, "{append}", "The appends of the log that are not in memory yet.");
        _meter.CreateObservableGauge(
            "hipaajwt.revocation.state",
            () =>
            {
                var (state, name, _, _, _) = read();
                return new Measurement<int>(state, Tag("state", name));
            },
            "{state}",
            "The state of revocation: 0 starting, 1 current, 2 unavailable. Unless it is current, all tokens are rejected.");
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
