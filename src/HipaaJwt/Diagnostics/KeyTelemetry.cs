using System.Diagnostics.Metrics;

namespace HipaaJwt.Diagnostics;

/// <summary>Counts what happens to fetched keys, and tells their age and state. Tags are issuers of the settings and fixed words.</summary>
internal sealed class KeyTelemetry
{
    private readonly Meter _meter;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _stateChanges;

    public KeyTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(HipaaJwtDiagnostics.MeterName);
        _refreshes = _meter.CreateCounter<long>("hipaajwt.keys.refreshes", "{refresh}", "Attempts to fetch the keys of an issuer, by outcome.");
        _stateChanges = _meter.CreateCounter<long>("hipaajwt.keys.state_changes", "{change}", "Changes of the state of an issuer's keys, by the new state.");
    }

    public void Refreshed(string issuer, string outcome) => _refreshes.Add(1, Tag("issuer", issuer), Tag("outcome", outcome));

    public void StateChanged(string issuer, string state) => _stateChanges.Add(1, Tag("issuer", issuer), Tag("state", state));

    /// <summary>Says where age and state are read when somebody collects the metrics.</summary>
    /// <param name="read">For each issuer its state, as a number and a word, and the age of its keys where there are any.</param>
    public void Observe(Func<IEnumerable<(string Issuer, int State, string StateName, TimeSpan? Age)>> read)
    {
        _meter.CreateObservableGauge(
            "hipaajwt.keys.age",
            () => from keys in read() where keys.Age is not null select new Measurement<double>(keys.Age!.Value.TotalSeconds, Tag("issuer", keys.Issuer)),
            "s",
            "How old the last good keys of an issuer are.");
        _meter.CreateObservableGauge(
            "hipaajwt.keys.state",
            () => from keys in read() select new Measurement<int>(keys.State, Tag("issuer", keys.Issuer), Tag("state", keys.StateName)),
            "{state}",
            "The state of an issuer's keys: 0 not loaded yet, 1 current, 2 stale but serving, 3 unavailable.");
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
