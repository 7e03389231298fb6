namespace HipaaJwt.Revocations;

/// <summary>
/// Reads the log in the background: at each interval, after an append of another instance, and when a check found the view too old.
/// </summary>
internal sealed class RevocationPump : IAsyncDisposable, IDisposable
{
    /// <summary>The share of the interval that lies at least between two reads, so that many appends do not cause as many reads.</summary>
    private const int SpacingsPerInterval = 4;

    private readonly RevocationReader _reader;
    private readonly IRevocationStore _store;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _spacing;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _firstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _wake = NewSignal();
    private Task? _loops;
    private bool _isStopped;

    public RevocationPump(RevocationReader reader, IRevocationStore store, RevocationOptions options, TimeProvider time)
    {
        _reader = reader;
        _store = store;
        _interval = options.PullInterval;
        _spacing = options.PullInterval / SpacingsPerInterval;
        _time = time;
    }

    /// <summary>Starts to read if that has not happened yet.</summary>
    /// <returns>A task that completes after the first successful read, and is cancelled when the pump stops.</returns>
    public Task Start()
    {
        lock (_lock)
        {
            if (_loops is null && !_isStopped)
            {
                _loops = Task.WhenAll(Task.Run(ReadAsync), Task.Run(WatchAsync));
            }
        }

        return _firstRead.Task;
    }

    /// <summary>Requests a read soon.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _wake.TrySetResult();
        }
    }

    /// <summary>Stops to read. The view ends with its lease.</summary>
    public async Task StopAsync()
    {
        Task? loops;
        bool wasStopped;
        lock (_lock)
        {
            wasStopped = _isStopped;
            _isStopped = true;
            loops = _loops;
        }

        // A program that disposes of its host as soon as the host stops has disposed of the pump before the host stops it.
        if (!wasStopped)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        _firstRead.TrySetCanceled();
        await (loops ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>
    /// Stops to read. A service provider that is disposed synchronously throws if a service implements only <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await _reader.TryReadAsync(_stop.Token).ConfigureAwait(false))
            {
                _firstRead.TrySetResult();
            }

            await Task.Delay(_spacing, _time, _stop.Token).ConfigureAwait(false);
            await WaitForWakeAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitForWakeAsync()
    {
        Task wake;
        lock (_lock)
        {
            wake = _wake.Task;
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(wake, Task.Delay(_interval - _spacing, _time, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _wake = _wake.Task.IsCompleted ? NewSignal() : _wake;
        }
    }

#pragma warning disable CA1031 // A store of the application may throw any exception. Hints are optional.
    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _store.WaitForAppendAsync(_stop.Token).ConfigureAwait(false);
                Wake();
                await Task.Delay(_spacing, _time, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                await Task.Delay(_interval, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
#pragma warning restore CA1031
}
