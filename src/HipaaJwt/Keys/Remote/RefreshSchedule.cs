namespace HipaaJwt.Keys.Remote;

/// <summary>When the keys of an issuer may be fetched again and when they ought to be. Not thread-safe.</summary>
internal sealed class RefreshSchedule
{
    /// <summary>From the end of one fetch to the next, whoever asks for it.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(10);

    private const int MaxDoublings = 16;

    private readonly TimeProvider _time;
    private long? _ended;
    private int _failures;
    private TimeSpan _pause;

    public RefreshSchedule(TimeProvider time) => _time = time;

    public bool LastFailed => _failures > 0;

    /// <summary>How long it is until the address may be asked again.</summary>
    public TimeSpan OpensIn => LeftOf(LeastPause);

    /// <summary>How long it is until keys ought to be fetched without anybody asking.</summary>
    public TimeSpan DueIn => LeftOf(_pause);

    /// <param name="succeeded">Whether the refresh that has ended brought keys.</param>
    /// <param name="maxAge">For how long the issuer says that they hold.</param>
    /// <param name="settings">How often they are fetched.</param>
    public void Complete(bool succeeded, TimeSpan? maxAge, RemoteKeySettings settings)
    {
        _ended = _time.GetTimestamp();
        _failures = succeeded ? 0 : _failures + 1;
        var pause = succeeded ? maxAge ?? settings.RefreshInterval : LeastPause * (1 << Math.Min(_failures - 1, MaxDoublings));
        pause = pause < settings.RefreshInterval ? pause : settings.RefreshInterval;
        _pause = pause > LeastPause ? pause : LeastPause;
    }

    private TimeSpan LeftOf(TimeSpan pause)
    {
        var left = _ended is { } ended ? pause - _time.GetElapsedTime(ended) : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
