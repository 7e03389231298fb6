namespace HipaaJwt.Calls;

/// <summary>A call that waits for a thread, and its outcome.</summary>
internal sealed class PendingCall<TState, TResult> : IPendingCall
{
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly TState _state;
    private readonly Func<TState, CancellationToken, ValueTask<TResult>> _body;
    private readonly CancellationToken _limit;
    private readonly CancellationToken _cancellationToken;
    private bool _hasReturned;

    public PendingCall(
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> body,
        CancellationToken limit,
        CancellationToken cancellationToken)
    {
        _state = state;
        _body = body;
        _limit = limit;
        _cancellationToken = cancellationToken;
    }

    public Task<TResult> Task => _outcome.Task;

    /// <summary>Whether a thread is free, so that the call starts immediately and can no longer be cancelled before its start.</summary>
    public bool IsStarting { get; set; }

    public bool TryCancel() => !IsStarting && _limit.IsCancellationRequested && _outcome.TrySetCanceled(_limit);

    /// <summary>Waits until the code of the application has returned its task, but at most the given time.</summary>
    public void WaitForReturn(TimeSpan timeout)
    {
        lock (_outcome)
        {
            if (!_hasReturned)
            {
                Monitor.Wait(_outcome, timeout);
            }
        }
    }

    public void Run()
    {
        if (!TryCancel())
        {
            Start();
        }

        lock (_outcome)
        {
            _hasReturned = true;
            Monitor.Pulse(_outcome);
        }
    }

    private void Start()
    {
        if (_context is null)
        {
            _ = RunAsync();
        }
        else
        {
            ExecutionContext.Run(_context, static call => _ = ((PendingCall<TState, TResult>)call!).RunAsync(), this);
        }
    }

#pragma warning disable CA1031 // Code of the application may throw any exception. It becomes the outcome of the call.
    private async Task RunAsync()
    {
        try
        {
            _outcome.SetResult(await _body(_state, _cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            _outcome.SetException(exception);

            // A caller that stopped waiting does not observe the exception.
            _ = _outcome.Task.Exception;
        }
    }
#pragma warning restore CA1031
}
