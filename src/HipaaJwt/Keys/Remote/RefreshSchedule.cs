namespace HipaaJwt.Keys.Remote;

/// <summary>Decides when the keys of an issuer may be fetched again and when they are due. Not thread-safe.</summary>
internal sealed class RefreshSchedule
{
    /// <summary>The least time from the end of one download to the start of the next.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    /// <summary>The same for keys that this process provides: the source limits its own work.</summary>
    public static readonly TimeSpan MinSourceInterval = TimeSpan.FromMilliseconds(250);

    private const int MaxDoublings = 16;

    private readonly TimeProvider _time;
    private readonly TimeSpan _minInterval;
    private long? _completedAt;
    private int _failures;
    private TimeSpan _interval;

    public RefreshSchedule(TimeProvider time, TimeSpan minInterval) => (_time, _minInterval) = (time, minInterval);

    public bool LastFailed => _failures > 0;

    /// <summary>The time until a request may be sent.</summary>
    public TimeSpan TimeUntilAllowed => RemainingOf(_minInterval);

    /// <summary>The time until the next refresh is due.</summary>
    public TimeSpan TimeUntilDue => RemainingOf(_interval);

    /// <param name="succeeded">Whether the refresh fetched keys.</param>
    /// <param name="maxAge">How long the issuer's response may be cached; null if it does not say so.</param>
    /// <param name="settings">The settings with the refresh interval.</param>
    public void Complete(bool succeeded, TimeSpan? maxAge, RemoteKeySettings settings)
    {
        _completedAt = _time.GetTimestamp();
        _failures = succeeded ? 0 : _failures + 1;
        var interval = succeeded ? maxAge ?? settings.RefreshInterval : _minInterval * (1 << Math.Min(_failures - 1, MaxDoublings));
        interval = interval < settings.RefreshInterval ? interval : settings.RefreshInterval;
        _interval = interval > _minInterval ? interval : _minInterval;
    }

    private TimeSpan RemainingOf(TimeSpan interval)
    {
        var remaining = _completedAt is { } completedAt ? interval - _time.GetElapsedTime(completedAt) : TimeSpan.Zero;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
