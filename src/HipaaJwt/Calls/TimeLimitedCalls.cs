namespace HipaaJwt.Calls;

/// <summary>
/// Calls code of the application with a timeout, which also limits code that blocks its thread. Each instance has its own threads.
/// Thread-safe.
/// </summary>
internal sealed class TimeLimitedCalls
{
    /// <summary>The time that a caller waits on its own thread, so that fast code completes synchronously.</summary>
    private static readonly TimeSpan SynchronousWait = TimeSpan.FromMilliseconds(50);

    private readonly CallThreads _threads;

    /// <summary>Drivers of databases may block the thread that cancels, to tell a server that may not answer.</summary>
    private readonly CallThreads _cancellations;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="name">The name of the threads, for debuggers.</param>
    /// <param name="timeout">The timeout of each call.</param>
    /// <param name="time">The clock of the timeout.</param>
    public TimeLimitedCalls(string name, TimeSpan timeout, TimeProvider time)
        : this(name, timeout, time, timeout < SynchronousWait ? timeout : SynchronousWait)
    {
    }

    /// <param name="name">The name of the threads, for debuggers.</param>
    /// <param name="timeout">The timeout of each call.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="synchronousWait">The time that a caller waits on its own thread; 0 for code that is not expected to be fast.</param>
    public TimeLimitedCalls(string name, TimeSpan timeout, TimeProvider time, TimeSpan synchronousWait)
    {
        _threads = new CallThreads(name, synchronousWait);
        _cancellations = new CallThreads($"{name} cancellations", TimeSpan.Zero);
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Calls code of the application.</summary>
    /// <param name="state">The argument of the call.</param>
    /// <param name="body">The code. It receives a token that is cancelled after the timeout, and when the caller cancels.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="call">The call itself. After a timeout it may still run.</param>
    /// <returns>The result of the call.</returns>
    /// <exception cref="OperationCanceledException">The timeout elapsed, or the caller cancelled.</exception>
    /// <exception cref="TimeoutException">Too many calls wait for a thread.</exception>
    public ValueTask<TResult> RunAsync<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> body,
        CancellationToken cancellationToken,
        out Task<TResult> call)
    {
        var timeout = new CancellationTokenSource(_timeout, _time);
        var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
#pragma warning disable CA2000 // It is disposed at the end of the call.
        var cancellation = NewCancellation(cancellationToken.IsCancellationRequested);
#pragma warning restore CA2000
        call = _threads.Start(state, body, limit.Token, cancellation.Token);
        if (!call.IsCompleted)
        {
            return WaitAsync(call, timeout, limit, cancellation);
        }

        cancellation.Dispose();
        limit.Dispose();
        timeout.Dispose();
        return new ValueTask<TResult>(call);
    }

    /// <summary>Calls code of the application if the caller does not need the call itself.</summary>
    public ValueTask<TResult> RunAsync<TState, TResult>(
        TState state, Func<TState, CancellationToken, ValueTask<TResult>> body, CancellationToken cancellationToken) =>
        RunAsync(state, body, cancellationToken, out _);

    private static CancellationTokenSource NewCancellation(bool isCancelled)
    {
        var cancellation = new CancellationTokenSource();
        if (isCancelled)
        {
            cancellation.Cancel();
        }

        return cancellation;
    }

    /// <summary>Blocks its thread as long as the code of the application does.</summary>
    private static void Cancel(CancellationTokenSource cancellation)
    {
        using (cancellation)
        {
            cancellation.Cancel();
        }
    }

    /// <summary>Waits for the call, which may ignore its cancellation token.</summary>
    private async ValueTask<TResult> WaitAsync<TResult>(
        Task<TResult> call, CancellationTokenSource timeout, CancellationTokenSource limit, CancellationTokenSource cancellation)
    {
        using (timeout)
        using (limit)
        {
            try
            {
                return await call.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            finally
            {
                End(call, cancellation);
            }
        }
    }

    /// <summary>Cancels the call if it still runs.</summary>
    private void End(Task call, CancellationTokenSource cancellation)
    {
        if (call.IsCompleted)
        {
            cancellation.Dispose();
            return;
        }

        _ = _cancellations.Start(
            cancellation,
            static (cancellation, _) =>
            {
                Cancel(cancellation);
                return new ValueTask<bool>(true);
            },
            CancellationToken.None,
            CancellationToken.None);
    }
}
