using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Fetches and holds the keys of one issuer. Validation reads the keys in memory. Refreshes run in the background, one at a time:
/// by timer, and for tokens whose key is missing. Thread-safe.
/// </summary>
internal sealed class RemoteKeys : IKeySource, IDisposable
{
    /// <summary>The longest time that a caller waits for a missing key.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>A caller waits for a refresh that may start within this time. The rest of the wait is for the refresh itself.</summary>
    private static readonly TimeSpan MaxStartDelay = MaxWait / 2;

    private static readonly TimeSpan MinTimerDelay = TimeSpan.FromMilliseconds(1);

    /// <summary>A flood of tokens with random <c>kid</c> values must not fill the memory with waiting callers.</summary>
    private const int MaxWaiters = 4096;

    private readonly JwksFetcher _fetcher;
    private readonly HeldKeys _held;
    private readonly LeakedKeys _leaked;
    private readonly Func<Task> _changed;
    private readonly TimeProvider _time;
    private readonly RefreshSchedule _schedule;
    private readonly KeyStateNotifier _notifier;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private volatile RemoteKeySettings _settings;
    private volatile JwksFetchResult _last = new(JwksFetchOutcome.None);
    private Task<bool>? _refresh;
    private FetchTurn? _turn;
    private bool _disposed;

    /// <summary>Whether keys have changed that are not in effect yet. Only the running refresh uses it.</summary>
    private bool _mustPutIntoEffect;
    private int _waiters;

    /// <param name="settings">The address, interval and greatest age of the keys.</param>
    /// <param name="fetcher">Fetches the keys.</param>
    /// <param name="leaked">The keys that must not be used.</param>
    /// <param name="changed">Puts changed keys into effect. After it completes, tokens are validated with them.</param>
    /// <param name="observer">Receives refreshes, skipped keys and changes of state.</param>
    /// <param name="time">The clock and the timer.</param>
    public RemoteKeys(
        RemoteKeySettings settings,
        JwksFetcher fetcher,
        LeakedKeys leaked,
        Func<Task> changed,
        IKeyObserver observer,
        TimeProvider time)
    {
        _settings = settings;
        _fetcher = fetcher;
        _leaked = leaked;
        _held = new HeldKeys(leaked);
        _changed = changed;
        _time = time;
        _schedule = new RefreshSchedule(time, settings.Source is null ? RefreshSchedule.MinInterval : RefreshSchedule.MinSourceInterval);
        _notifier = new KeyStateNotifier(settings.Issuer.Issuer, observer);
        _timer = time.CreateTimer(static keys => ((RemoteKeys)keys!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The settings. A changed interval takes effect with the next refresh.</summary>
    public RemoteKeySettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>The keys of the last successful fetch without those that have been withdrawn since, regardless of their age.</summary>
    public ImmutableArray<VerificationKeyMaterial> Keys => _held.KeysOf(_settings.Issuer.Issuer);

    /// <summary>The age of the keys; null if none have been fetched.</summary>
    public TimeSpan? Age => _held.Snapshot?.AgeAt(_time.GetUtcNow(), _time);

    /// <summary>The result of the last refresh.</summary>
    public JwksFetchResult LastResult => _last;

    public KeyState State
    {
        get
        {
            lock (_lock)
            {
                return _held.Snapshot switch
                {
                    null => _schedule.LastFailed ? KeyState.Unavailable : KeyState.NotLoaded,
                    _ when Keys.IsEmpty || !IsCurrent(_time.GetUtcNow()) => KeyState.Unavailable,
                    _ => _schedule.LastFailed ? KeyState.Stale : KeyState.Current,
                };
            }
        }
    }

    public bool IsCurrent(DateTimeOffset now) => _held.Snapshot is { } snapshot && !snapshot.HasReached(_settings.MaxAge, now, _time);

    public void RequestRefresh()
    {
        NotifyState();
        JoinOrStartRefresh(TimeSpan.Zero);
    }

    /// <summary>Starts to fetch keys at intervals.</summary>
    public void Start() => JoinOrStartRefresh(TimeSpan.Zero);

    /// <summary>
    /// Waits up to one second for a refresh that all concurrent callers share. At least ten seconds pass between two refreshes, but for
    /// the first four retries of a host that accepts no connections (<see cref="RefreshSchedule"/>). So random <c>kid</c> values cannot
    /// flood the issuer.
    /// </summary>
    /// <returns>
    /// True if the keys are those of a successful refresh, so a key that is still missing does not exist. False if the refresh failed
    /// or is not complete.
    /// </returns>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (JoinOrStartRefresh(MaxStartDelay, isAwaited: true) is not { } refresh)
        {
            lock (_lock)
            {
                return !_schedule.LastFailed && !_disposed;
            }
        }

        try
        {
            if (Interlocked.Increment(ref _waiters) <= MaxWaiters)
            {
                await ((Task)refresh).WaitAsync(MaxWait, _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiters);
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
            _turn?.Dispose();
        }

        _timer.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    /// <summary>
    /// Gets the running refresh, or starts one if it is allowed within the given time. It runs outside the execution context of the
    /// caller. If a token waits for it, it comes before refreshes of other issuers.
    /// </summary>
    private Task<bool>? JoinOrStartRefresh(TimeSpan maxDelay, bool isAwaited = false)
    {
        lock (_lock)
        {
            if (_refresh is null && _schedule.TimeUntilAllowed <= maxDelay && !_disposed)
            {
                var refresh = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                _refresh = refresh.Task;
                _turn = _fetcher.CreateTurn();
                ThreadPool.UnsafeQueueUserWorkItem(
                    static run => _ = run.Keys.RunAsync(run.Refresh, run.Turn),
                    (Keys: this, Refresh: refresh, Turn: _turn),
                    preferLocal: false);
            }

            if (isAwaited)
            {
                _turn?.Expedite();
            }

            return _refresh;
        }
    }

    private async Task RunAsync(TaskCompletionSource<bool> refresh, FetchTurn turn)
    {
        JwksFetchResult result;
        KeyChange change = default;
        try
        {
            await WaitUntilAllowedAsync().ConfigureAwait(false);
            result = await _fetcher.FetchAsync(_settings, turn, _stopping.Token).ConfigureAwait(false);
            change = await ApplyAsync(result).ConfigureAwait(false);
            result = change.Result;
        }
#pragma warning disable CA1031 // A refresh that never completes would block all later ones.
        catch (Exception)
#pragma warning restore CA1031
        {
            result = new JwksFetchResult(JwksFetchOutcome.Failed);
        }

        Complete(result, change);
        refresh.SetResult(result.Outcome == JwksFetchOutcome.Fetched);
    }

    /// <summary>
    /// A delay counts whole milliseconds and may end early. A request that is sent too early would receive the shared response.
    /// </summary>
    private async Task WaitUntilAllowedAsync()
    {
        for (var remaining = TimeUntilAllowed(); remaining > TimeSpan.Zero; remaining = TimeUntilAllowed())
        {
            var delay = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
            await Task.Delay(delay, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private TimeSpan TimeUntilAllowed()
    {
        lock (_lock)
        {
            return _schedule.TimeUntilAllowed;
        }
    }

    /// <summary>Puts changed keys into effect before any waiting caller continues.</summary>
    private async Task<KeyChange> ApplyAsync(JwksFetchResult result)
    {
        var change = _held.Apply(_settings.Issuer.Issuer, result);
        _mustPutIntoEffect |= change.IsChange || !change.Leaked.IsEmpty;
        if (!change.Leaked.IsEmpty)
        {
            await _leaked.PutIntoEffectAsync().ConfigureAwait(false);
        }

        if (_mustPutIntoEffect)
        {
            await _changed().ConfigureAwait(false);
            _mustPutIntoEffect = false;
        }

        return change;
    }

    private void Complete(JwksFetchResult result, in KeyChange change)
    {
        lock (_lock)
        {
            (_refresh, _turn) = (null, null);
            if (!_disposed)
            {
                _last = result;
                _schedule.Complete(result, _settings);
                _notifier.NotifyWithdrawal(change);
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
            if (!_disposed && (_schedule.TimeUntilDue > TimeSpan.Zero || JoinOrStartRefresh(TimeSpan.Zero) is null))
            {
                SetTimer();
            }
        }
    }

    /// <summary>
    /// Sets the timer to the next refresh, or to the time when the keys become too old, so that the change is reported without a token.
    /// </summary>
    private void SetTimer()
    {
        var next = _schedule.TimeUntilDue;
        if (Age is { } age && age < _settings.MaxAge && _settings.MaxAge - age < next)
        {
            next = _settings.MaxAge - age;
        }

        // A timer counts whole milliseconds and may fire early. Then it is set again, but never to zero.
        _timer.Change(next > MinTimerDelay ? next : MinTimerDelay, Timeout.InfiniteTimeSpan);
    }
}
