namespace HipaaJwt;

/// <summary>The names under which the library publishes metrics and traces, for OpenTelemetry and other listeners.</summary>
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
    /// The name of the meter: <c>hipaajwt.token.validations</c>, <c>hipaajwt.audit.lost_events</c> and
    /// <c>hipaajwt.keys.*</c>. Tags are error codes, issuers of the options and names of sinks, never data of a token.
    /// </summary>
    public const string MeterName = "HipaaJwt";

    /// <summary>
    /// The name of the activity source: one span for each validation of a token that is not cached
    /// (<c>hipaajwt.validate</c>) and for each refresh of keys (<c>hipaajwt.refresh_keys</c>). No tag contains data of a token.
    /// </summary>
    public const string ActivitySourceName = "HipaaJwt";
}
