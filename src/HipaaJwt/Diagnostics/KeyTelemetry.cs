using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>
/// Measures refreshes, state changes, age and state of fetched keys. Tags contain issuers from the options, outcomes and states.
/// </summary>
internal sealed class KeyTelemetry
{
    private readonly Meter _meter;
    private readonly GuardedCounter _refreshes;
    private readonly GuardedCounter _stateChanges;

    public KeyTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(HipaaJwtDiagnostics.MeterName);
        _refreshes = new(_meter.CreateCounter<long>(
            "hipaajwt.keys.refreshes", "{refresh}", "Refreshes of an issuer's keys, by outcome."));
        _stateChanges = new(_meter.CreateCounter<long>(
            "hipaajwt.keys.state_changes", "{change}", "Changes of the state of an issuer's keys, by new state."));
    }

    public void RecordRefresh(string issuer, string outcome) => _refreshes.Increment(Tag("issuer", issuer), Tag("outcome", outcome));

    public void RecordStateChange(string issuer, string state) => _stateChanges.Increment(Tag("issuer", issuer), Tag("state", state));

    /// <summary>Adds gauges of age and state.</summary>
    /// <param name="read">
    /// Reads the state of each issuer's keys, as a number and a name, and their age, which is null if there are no keys. A collection
    /// of the metrics calls it.
    /// </param>
    public void AddGauges(Func<IEnumerable<(string Issuer, int State, string StateName, TimeSpan? Age)>> read)
    {
        _meter.CreateObservableGauge(
            "hipaajwt.keys.age",
            () =>
                from keys in read()
                where keys.Age is not null
                select new Measurement<double>(keys.Age!.Value.TotalSeconds, Tag("issuer", keys.Issuer)),
            "s",
            "The age of an issuer's keys since the last successful fetch.");
        _meter.CreateObservableGauge(
            "hipaajwt.keys.state",
            () =>
                from keys in read()
                select new Measurement<int>(keys.State, Tag("issuer", keys.Issuer), Tag("state", keys.StateName)),
            "{state}",
            "The state of an issuer's keys: 0 not loaded, 1 current, 2 stale but in use, 3 unavailable.");
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
