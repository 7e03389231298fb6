using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The fetched keys of one issuer. Validation reads the keys in memory. Refreshes run beside it, one at a time: by timer, and
/// for tokens whose key is missing. Thread-safe.
/// </summary>
internal sealed class RemoteKeys : IKeySource, IDisposable
{
    /// <summary>How long a request waits for a missing key.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>A request waits for a refresh that may start this soon. The rest of the wait is for the refresh itself.</summary>
    private static readonly TimeSpan LongestWaitForStart = LongestWait / 2;

    private static readonly TimeSpan LeastTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(5);

    /// <summary>A flood of tokens with random <c>kid</c> values must not fill the memory with waiting requests.</summary>
    private const int MaxWaiting = 4096;

    private readonly JwksFetcher _fetcher;
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly RefreshSchedule _schedule;
    private readonly KeyStateNotifier _notifier;
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
    /// <param name="changed">Puts changed keys into effect; after it returns, tokens are validated with them.</param>
    /// <param name="observer">Receives refreshes, skipped keys and changes of state.</param>
    /// <param name="time">The clock.</param>
    public RemoteKeys(RemoteKeySettings settings, JwksFetcher fetcher, Action changed, IKeyObserver observer, TimeProvider time)
    {
        _settings = settings;
        _fetcher = fetcher;
        _changed = changed;
        _time = time;
        _schedule = new RefreshSchedule(time);
        _notifier = new KeyStateNotifier(settings.Issuer.Issuer, observer);
        _timer = time.CreateTimer(static keys => ((RemoteKeys)keys!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is fetched. Changed intervals take effect with the next refresh.</summary>
    public RemoteKeySettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>The keys of the last successful fetch, whatever their age.</summary>
    public ImmutableArray<VerificationKeyMaterial> Keys => _snapshot?.Keys ?? [];

    /// <summary>The age of the keys; null if none have been fetched.</summary>
    public TimeSpan? Age => _snapshot?.AgeAt(_time.GetUtcNow(), _time);

    public KeyState State
    {
        get
        {
            lock (_lock)
            {
                return _snapshot switch
                {
                    null => _schedule.LastFailed ? KeyState.Unavailable : KeyState.NotLoaded,
                    _ when !IsCurrent(_time.GetUtcNow()) => KeyState.Unavailable,
                    _ => _schedule.LastFailed ? KeyState.Stale : KeyState.Current,
                };
            }
        }
    }

    public bool IsCurrent(DateTimeOffset now) => _snapshot is { } snapshot && !snapshot.HasReached(_settings.MaxAge, now, _time);

    public void RequestRefresh()
    {
        NotifyState();
        JoinRefresh(TimeSpan.Zero);
    }

    /// <summary>Starts to fetch keys at intervals.</summary>
    public void Start() => JoinRefresh(TimeSpan.Zero);

    /// <summary>
    /// Waits for a refresh that all callers at this time share. There is none within ten seconds of the last one, so random
    /// <c>kid</c> values cannot flood the issuer.
    /// </summary>
    /// <returns>Whether the issuer's newest answer is known, so a key that is not in it does not exist.</returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (JoinRefresh(LongestWaitForStart) is not { } refresh)
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
    /// The running refresh, or a new one if the address may be asked within the given time. It runs outside the context of the
    /// request that started it.
    /// </summary>
    private Task<bool>? JoinRefresh(TimeSpan patience)
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
        JwksFetchResult result;
        try
        {
            await WaitUntilOpenAsync().ConfigureAwait(false);
            result = await FetchAsync().ConfigureAwait(false);
            Apply(result);
        }
#pragma warning disable CA1031 // Whatever failed, a refresh that never completed would be the last one.
        catch (Exception)
#pragma warning restore CA1031
        {
            _snapshot = before;
            result = new JwksFetchResult(JwksFetchOutcome.Failed);
        }

        Complete(result);
        refresh.SetResult(result.Outcome == JwksFetchOutcome.Fetched);
    }

    /// <summary>A delay counts whole milliseconds and may end early. A request sent too early would receive the cached answer.</summary>
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

    private async Task<JwksFetchResult> FetchAsync()
    {
        using var limit = new CancellationTokenSource(LongestFetch, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        return await _fetcher.FetchAsync(_settings, either.Token).ConfigureAwait(false);
    }

    /// <summary>Changed keys are in effect before any waiting request continues.</summary>
    private void Apply(JwksFetchResult result)
    {
        if (result.Outcome != JwksFetchOutcome.Fetched)
        {
            return;
        }

        var (before, now) = (_snapshot, new KeySnapshot(result));
        _snapshot = now;
        if (!now.HasSameKeysAs(before))
        {
            _changed();
        }
    }

    private void Complete(JwksFetchResult result)
    {
        lock (_lock)
        {
            _refresh = null;
            if (!_disposed)
            {
                _schedule.Complete(result.Outcome == JwksFetchOutcome.Fetched, result.MaxAge, _settings);
                _notifier.NotifyRefresh(result, State);
                SetTimer();
            }
        }
    }

    private void NotifyState()
    {
        lock (_lock)
        {
            _notifier.NotifyState(State);
        }
    }

    private void OnTimer()
    {
        NotifyState();
        lock (_lock)
        {
            if (!_disposed && (_schedule.DueIn > TimeSpan.Zero || JoinRefresh(TimeSpan.Zero) is null))
            {
                SetTimer();
            }
        }
    }

    /// <summary>The timer fires when a refresh is due, and when the keys become too old, so that the change is reported without a token.</summary>
    private void SetTimer()
    {
        var next = _schedule.DueIn;
        if (Age is { } age && age < _settings.MaxAge && _settings.MaxAge - age < next)
        {
            next = _settings.MaxAge - age;
        }

        // A timer counts whole milliseconds and may fire early. It is set again then, but never to zero.
        _timer.Change(next > LeastTimer ? next : LeastTimer, Timeout.InfiniteTimeSpan);
    }
}
