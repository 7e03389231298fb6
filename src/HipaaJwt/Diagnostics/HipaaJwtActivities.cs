using System.Diagnostics;

namespace HipaaJwt.Diagnostics;

/// <summary>Starts the spans of the library. Without a listener a span costs one comparison.</summary>
internal sealed class HipaaJwtActivities : IDisposable
{
    private const string CodeTag = "hipaajwt.code";
    private const string IssuerTag = "hipaajwt.issuer";

    private readonly ActivitySource _source = new(HipaaJwtDiagnostics.ActivitySourceName);

    public ActivityScope StartValidation() => new(_source.HasListeners() ? _source.StartActivity("hipaajwt.validate") : null);

    /// <param name="issuer">The issuer, as the options name it.</param>
    public ActivityScope StartKeyRefresh(string issuer)
    {
        var activity = _source.HasListeners() ? _source.StartActivity("hipaajwt.refresh_keys") : null;
        activity?.SetTag(IssuerTag, issuer);
        return new ActivityScope(activity);
    }

    public void Dispose() => _source.Dispose();

    /// <summary>One span, or none.</summary>
    public readonly struct ActivityScope : IDisposable
    {
        private readonly Activity? _activity;

        public ActivityScope(Activity? activity) => _activity = activity;

        /// <summary>Sets the outcome, by its name, and the status of the span.</summary>
        public void SetOutcome<TOutcome>(TOutcome outcome, bool isSuccess)
            where TOutcome : struct, Enum
        {
            if (_activity is not null)
            {
                _activity.SetTag(CodeTag, outcome.ToString());
                _activity.SetStatus(isSuccess ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            }
        }

        public void Dispose() => _activity?.Dispose();
    }
}
