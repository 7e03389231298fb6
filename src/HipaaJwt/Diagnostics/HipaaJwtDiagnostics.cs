namespace HipaaJwt;

/// <summary>The names of the meter and the activity source of the library, for OpenTelemetry and other listeners.</summary>
/// <example>
/// <code>
/// builder.Services.AddOpenTelemetry()
///     .WithMetrics(metrics => metrics.AddMeter(HipaaJwtDiagnostics.MeterName))
///     .WithTracing(tracing => tracing.AddSource(HipaaJwtDiagnostics.ActivitySourceName));
/// </code>
/// </example>
public static class HipaaJwtDiagnostics
{
    /// <summary>
    /// The name of the meter. Its instruments are <c>hipaajwt.token.validations</c>, <c>hipaajwt.audit.events</c>,
    /// <c>hipaajwt.audit.lost_events</c>, <c>hipaajwt.keys.refreshes</c>, <c>hipaajwt.keys.state_changes</c>, <c>hipaajwt.keys.age</c>
    /// (seconds), <c>hipaajwt.keys.state</c>, <c>hipaajwt.revocation.reads</c>, <c>hipaajwt.revocation.state_changes</c>,
    /// <c>hipaajwt.revocation.age</c> (seconds), <c>hipaajwt.revocation.entries</c>, <c>hipaajwt.revocation.lag</c> and
    /// <c>hipaajwt.revocation.state</c>. An issuer adds <c>hipaajwt.issuer.issued_tokens</c>, <c>hipaajwt.issuer.refreshes</c>,
    /// <c>hipaajwt.issuer.ended_sessions</c>, <c>hipaajwt.issuer.key.age</c> (seconds), <c>hipaajwt.issuer.key.state</c> and
    /// <c>hipaajwt.issuer.retried_sessions</c>. The audit log adds <c>hipaajwt.audit_log.events</c>, <c>hipaajwt.audit_log.syncs</c>,
    /// <c>hipaajwt.audit_log.abandoned_segments</c>, <c>hipaajwt.audit_log.unanchored</c> and <c>hipaajwt.audit_log.state</c>. Validations
    /// are counted by their answer. Tags contain error codes, types of events, outcomes, issuers from the options and names of sinks, never
    /// data of a token.
    /// </summary>
    /// <value><c>HipaaJwt</c>.</value>
    public const string MeterName = "HipaaJwt";

    /// <summary>
    /// The name of the activity source. It starts one activity for each validation of a token that is not cached
    /// (<c>hipaajwt.validate</c>) and one for each refresh of keys (<c>hipaajwt.refresh_keys</c>). No tag contains data of a token.
    /// </summary>
    /// <value><c>HipaaJwt</c>.</value>
    public const string ActivitySourceName = "HipaaJwt";
}
