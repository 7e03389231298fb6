using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The fetched keys of one issuer. Verdicts read what is in memory; refreshes run beside them, one at a time, by the timer
/// and for tokens whose key is not known. Thread-safe.
/// </summary>
internal sealed class RemoteKeys : IDisposable
{
    /// <summary>How long a request waits for a key that is not known.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A refresh that may begin so soon is waited for: the other half of the wait is for the refresh itself.
    /// </summary>
    private static readonly TimeSpan Patience = LongestWait / 2;

    private static readonly TimeSpan LeastTimer = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(5);

    /// <summary>A flood of tokens with invented keys must not fill the memory with requests that wait.</summary>
    private const int MaxWaiting = 4096;

    private readonly KeyFetcher _fetcher;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly RefreshSchedule _schedule;
    private readonly KeyStateReport _report;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private volatile RemoteKeySettings _settings;
    private volatile KeySnapshot? _snapshot;
    private Task<bool>? _refresh;
    private bool _disposed;
    private int _waiting;

    /// <param name="settings">What to fetch.</param>
    /// <param name="fetcher">Fetches it.</param>
    /// <param name="changed">Takes other keys into use; when it returns, tokens are judged by them.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="time">The clock.</param>
    public RemoteKeys(RemoteKeySettings settings, KeyFetcher fetcher, Action changed, IKeyObserver observer, TimeProvider time)
    {
        _settings = settings;
        _fetcher = fetcher;
        _changed = changed;
        _time = time;
        _schedule = new RefreshSchedule(time);
        _report = new KeyStateReport(settings.Issuer, observer);
        _timer = time.CreateTimer(static keys => ((RemoteKeys)keys!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is fetched. Other intervals take effect with the next refresh.</summary>
    public RemoteKeySettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>The last good keys, whatever their age.</summary>
    public ImmutableArray<KeyMaterial> Keys => _snapshot?.Keys ?? [];

    /// <summary>How old the last good keys are; null where there are none.</summary>
    public TimeSpan? Age => _snapshot?.AgeAt(_time.GetUtcNow(), _time);

    /// <summary>The state of this moment. It is told of if it is another one than before.</summary>
    public KeyState ReadState()
    {
        lock (_lock)
        {
            return _report.Tell(StateNow());
        }
    }

    /// <summary>
    /// Whether the keys may decide about a token. Where they are too old, a refresh begins, for which nobody waits.
    /// </summary>
    public bool IsUsable(DateTimeOffset now)
    {
        if (_snapshot is { } snapshot && !snapshot.IsTooOld(now, _settings.MaxStaleness, _time))
        {
            return true;
        }

        ReadState();
        Join(TimeSpan.Zero);
        return false;
    }

    /// <summary>Begins to fetch keys now and then.</summary>
    public void Start() => Join(TimeSpan.Zero);

    /// <summary>
    /// Waits for a refresh that all who ask at this time share. Within ten seconds of the last one there is none, for whoever
    /// invents names of keys must not make this service a burden to the issuer.
    /// </summary>
    /// <returns>Whether the newest answer of the issuer is known, so that a key which is not in it does not exist.</returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (Join(Patience) is not { } refresh)
        {
            lock (_lock)
            {
                return !_schedule.LastFailed && !_disposed;
            }
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) <= MaxWaiting)
            {
                await ((Task)refresh).WaitAsync(LongestWait, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return refresh.IsCompletedSuccessfully && await refresh.ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _timer.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>
    /// The refresh that runs, or else a new one if the address may be asked within the given time. It runs apart from the
    /// request that happened to be first, with nothing of its context.
    /// </summary>
    private Task<bool>? Join(TimeSpan patience)
    {
        lock (_lock)
        {
            if (_refresh is null && _schedule.OpensIn <= patience && !_disposed)
            {
                var refresh = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                _refresh = refresh.Task;
                ThreadPool.UnsafeQueueUserWorkItem(
                    static run => _ = run.Keys.RunAsync(run.Refresh), (Keys: this, Refresh: refresh), preferLocal: false);
            }

            return _refresh;
        }
    }

    private async Task RunAsync(TaskCompletionSource<bool> refresh)
    {
        var before = _snapshot;
        KeyFetch fetch;
        try
        {
            await WaitUntilOpenAsync().ConfigureAwait(false);
            fetch = await FetchAsync().ConfigureAwait(false);
            Take(fetch);
        }
#pragma warning disable CA1031 // Whatever went wrong, a refresh that never ended would be the last one.
        catch (Exception)
#pragma warning restore CA1031
        {
            _snapshot = before;
            fetch = new KeyFetch(KeyFetchOutcome.Failed);
        }

        Conclude(fetch);
        refresh.SetResult(fetch.Outcome == KeyFetchOutcome.Fetched);
    }

    /// <summary>A delay counts whole milliseconds and may end a little early; who asks too early gets the old answer once more.</summary>
    private async Task WaitUntilOpenAsync()
    {
        for (var left = OpensIn(); left > TimeSpan.Zero; left = OpensIn())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private TimeSpan OpensIn()
    {
        lock (_lock)
        {
            return _schedule.OpensIn;
        }
    }

    private async Task<KeyFetch> FetchAsync()
    {
        using var limit = new CancellationTokenSource(LongestFetch, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        return await _fetcher.FetchAsync(_settings, either.Token).ConfigureAwait(false);
    }

    /// <summary>Other keys are in use before anybody who waits for them goes on.</summary>
    private void Take(KeyFetch fetch)
    {
        if (fetch.Outcome != KeyFetchOutcome.Fetched)
        {
            return;
        }

        var (before, now) = (_snapshot, new KeySnapshot(fetch));
        _snapshot = now;
        if (!now.HasSameKeysAs(before))
        {
            _changed();
        }
    }

    private void Conclude(KeyFetch fetch)
    {
        lock (_lock)
        {
            _refresh = null;
            if (!_disposed)
            {
                _schedule.Ended(fetch.Outcome == KeyFetchOutcome.Fetched, fetch.MaxAge, _settings);
                _report.Tell(fetch, StateNow());
                SetTimer();
            }
        }
    }

    private void OnTimer()
    {
        ReadState();
        lock (_lock)
        {
            if (!_disposed && (_schedule.DueIn > TimeSpan.Zero || Join(TimeSpan.Zero) is null))
            {
                SetTimer();
            }
        }
    }

    /// <summary>The timer goes off when a refresh is due, and when the keys become too old, so that it is told of without any token.</summary>
    private void SetTimer()
    {
        var next = _schedule.DueIn;
        if (Age is { } age && age < _settings.MaxStaleness && _settings.MaxStaleness - age < next)
        {
            next = _settings.MaxStaleness - age;
        }

        // A timer counts whole milliseconds and may go off a little early; it is set again then, but not to nothing.
        _timer.Change(next > LeastTimer ? next : LeastTimer, Timeout.InfiniteTimeSpan);
    }

    private KeyState StateNow() => _snapshot switch
    {
        null => _schedule.LastFailed ? KeyState.Unavailable : KeyState.NotLoaded,
        { } keys when keys.IsTooOld(_time.GetUtcNow(), _settings.MaxStaleness, _time) => KeyState.Unavailable,
        _ => _schedule.LastFailed ? KeyState.Stale : KeyState.Current,
    };
}
