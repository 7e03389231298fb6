using System.Diagnostics.Metrics;
using HipaaJwt.Diagnostics;

namespace HipaaJwt.TokenIssuer.Diagnostics;

/// <summary>
/// Measures tokens, refreshes, ends of sessions, and the state of the signing key. Tags contain fixed names, never data of a token.
/// </summary>
internal sealed class IssuerTelemetry
{
    private readonly Meter _meter;
    private readonly GuardedCounter _tokens;
    private readonly GuardedCounter _refreshes;
    private readonly GuardedCounter _ends;

    public IssuerTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(HipaaJwtDiagnostics.MeterName);
        _tokens = new(_meter.CreateCounter<long>("hipaajwt.issuer.issued_tokens", "{token}", "Issued access tokens, by audit event."));
        _refreshes = new(_meter.CreateCounter<long>("hipaajwt.issuer.refreshes", "{refresh}", "Refreshes, by outcome."));
        _ends = new(_meter.CreateCounter<long>("hipaajwt.issuer.ended_sessions", "{session}", "Sessions that have ended, by reason."));
    }

    public void RecordToken(AuditEventType type) => Increment(_tokens, "event", type switch
    {
        AuditEventType.SessionStarted => nameof(AuditEventType.SessionStarted),
        AuditEventType.SessionRefreshed => nameof(AuditEventType.SessionRefreshed),
        _ => nameof(AuditEventType.TokenIssued),
    });

    public void RecordRefresh(RefreshOutcome outcome) => Increment(_refreshes, "outcome", outcome.ToString());

    public void RecordEnd(SessionEndReason reason) => Increment(_ends, "reason", reason.ToString());

    /// <summary>Adds gauges.</summary>
    /// <param name="readKey">
    /// Reads the state of the signing key, as a number and a name, and the time since it became active; null if the application has a
    /// signer of its own. A collection of the metrics calls it.
    /// </param>
    /// <param name="countRetried">Counts the sessions that were retried at several refreshes in a row.</param>
    public void AddGauges(Func<(int State, string StateName, TimeSpan? Age)?> readKey, Func<int> countRetried)
    {
        _meter.CreateObservableGauge(
            "hipaajwt.issuer.key.age",
            () => readKey() is { Age: { } age } ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "The time since the signing key became active.");
        _meter.CreateObservableGauge(
            "hipaajwt.issuer.key.state",
            () => readKey() is { } key
                ? [new Measurement<int>(key.State, new KeyValuePair<string, object?>("state", key.StateName))]
                : Array.Empty<Measurement<int>>(),
            "{state}",
            "The state of the signing key: 0 none, 1 current, 2 in use although the store of keys failed.");
        _meter.CreateObservableGauge(
            "hipaajwt.issuer.retried_sessions",
            countRetried,
            "{session}",
            "The sessions that were retried at several refreshes in a row a short time ago.");
    }

    private static void Increment(GuardedCounter counter, string tag, string value)
    {
        if (counter.IsEnabled)
        {
            counter.Increment(new KeyValuePair<string, object?>(tag, value));
        }
    }
}

/// <summary>The outcome of a refresh. The names are those of the metric.</summary>
internal enum RefreshOutcome
{
    /// <summary>The session was continued.</summary>
    Issued,

    /// <summary>The refresh token had been sent before, and got the same successor again.</summary>
    Retried,

    /// <summary>The refresh token had been replaced, and the session has ended.</summary>
    Reused,

    /// <summary>The refresh was rejected for another reason.</summary>
    Rejected,

    /// <summary>A store, the signer, the policy or a sink was unavailable.</summary>
    Unavailable,
}
