namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Decides when the keys of an issuer may be fetched again and when they are due. While there have never been keys, the first retries
/// of a host that does not accept connections come sooner: without keys, every token of the issuer is rejected. Not thread-safe.
/// </summary>
internal sealed class RefreshSchedule
{
    /// <summary>The least time from the end of one download to the start of the next.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    /// <summary>The same for keys that this process provides: the source limits its own work.</summary>
    public static readonly TimeSpan MinSourceInterval = TimeSpan.FromMilliseconds(250);

    private const int MaxDoublings = 16;

    /// <summary>The number of retries that come sooner: after 1, 2, 4 and 8 seconds.</summary>
    private const int EarlyRetries = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan _minInterval;
    private long? _completedAt;
    private bool _hasSucceeded;
    private int _earlyRetries;
    private int _failures;
    private TimeSpan _interval;
    private TimeSpan _allowedInterval;

    public RefreshSchedule(TimeProvider time, TimeSpan minInterval) => (_time, _minInterval) = (time, minInterval);

    public bool LastFailed { get; private set; }

    /// <summary>The time until a request may be sent.</summary>
    public TimeSpan TimeUntilAllowed => RemainingOf(_allowedInterval);

    /// <summary>The time until the next refresh is due.</summary>
    public TimeSpan TimeUntilDue => RemainingOf(_interval);

    /// <summary>The least time after requests that did not reach the host.</summary>
    /// <param name="failures">The number of consecutive failures, from 1.</param>
    public static TimeSpan DelayAfter(int failures) => failures <= EarlyRetries ? FirstDelay * (1 << (failures - 1)) : MinInterval;

    /// <param name="result">The result of the refresh.</param>
    /// <param name="settings">The settings with the refresh interval.</param>
    public void Complete(JwksFetchResult result, RemoteKeySettings settings)
    {
        _completedAt = _time.GetTimestamp();
        LastFailed = result.Outcome != JwksFetchOutcome.Fetched;
        _hasSucceeded |= !LastFailed;
        if (result.CanRetrySoon && !_hasSucceeded && _earlyRetries < EarlyRetries)
        {
            _interval = _allowedInterval = DelayAfter(++_earlyRetries);
            return;
        }

        _failures = LastFailed ? _failures + 1 : 0;
        var interval = LastFailed
            ? _minInterval * (1 << Math.Min(_failures - 1, MaxDoublings))
            : result.MaxAge ?? settings.RefreshInterval;
        interval = interval < settings.RefreshInterval ? interval : settings.RefreshInterval;
        _interval = interval > _minInterval ? interval : _minInterval;
        _allowedInterval = _minInterval;
    }

    private TimeSpan RemainingOf(TimeSpan interval)
    {
        var remaining = _completedAt is { } completedAt ? interval - _time.GetElapsedTime(completedAt) : TimeSpan.Zero;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
