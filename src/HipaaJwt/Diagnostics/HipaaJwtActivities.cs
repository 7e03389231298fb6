using System.Diagnostics;

namespace HipaaJwt.Diagnostics;

/// <summary>Starts the activities of the library. Without a listener none is created.</summary>
internal sealed class HipaaJwtActivities : IDisposable
{
    private const string CodeTag = "hipaajwt.code";
    private const string IssuerTag = "hipaajwt.issuer";

    private readonly ActivitySource _source = new(HipaaJwtDiagnostics.ActivitySourceName);

    public ActivityScope StartValidation() => new(_source.HasListeners() ? Start("hipaajwt.validate") : null);

    /// <param name="issuer">The issuer, as in the options.</param>
    public ActivityScope StartKeyRefresh(string issuer)
    {
        var activity = _source.HasListeners() ? Start("hipaajwt.refresh_keys") : null;
        activity?.SetTag(IssuerTag, issuer);
        return new ActivityScope(activity);
    }

    public void Dispose() => _source.Dispose();

#pragma warning disable CA1031 // An activity listener may throw any exception. It must not fail a validation or a refresh.
    private Activity? Start(string name)
    {
        try
        {
            return _source.StartActivity(name);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static void Stop(Activity activity)
    {
        try
        {
            activity.Dispose();
        }
        catch (Exception)
        {
            // There is no other place to report it.
        }
    }
#pragma warning restore CA1031

    /// <summary>An activity, or nothing if there is no listener. Disposal ends the activity.</summary>
    public readonly struct ActivityScope : IDisposable
    {
        private readonly Activity? _activity;

        public ActivityScope(Activity? activity) => _activity = activity;

        /// <summary>Sets the name of the outcome as a tag, and the status of the activity.</summary>
        public void SetOutcome<TOutcome>(TOutcome outcome, bool isSuccess)
            where TOutcome : struct, Enum
        {
            if (_activity is not null)
            {
                _activity.SetTag(CodeTag, outcome.ToString());
                _activity.SetStatus(isSuccess ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            }
        }

        public void Dispose()
        {
            if (_activity is not null)
            {
                Stop(_activity);
            }
        }
    }
}
