namespace HipaaJwt.Calls;

/// <summary>
/// Starts calls to code of the application on separate threads, so that a caller can stop waiting for a call that blocks its
/// thread. The number of threads and of waiting calls is limited. Thread-safe.
/// </summary>
/// <remarks>
/// Many database drivers block before their first await. On the thread of a request, no timeout could end such a call. On the
/// thread pool, such calls would delay all other work of the process. Idle threads exit. The caller first waits a few milliseconds
/// on its own thread, so that fast code completes synchronously.
/// </remarks>
internal sealed class CallThreads
{
    public const int MaxThreads = 32;

    public const int MaxWaitingCalls = 1_024;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private readonly string _name;
    private readonly TimeSpan _synchronousWait;
    private readonly Queue<IPendingCall> _waiting = [];
    private int _threads;
    private int _idleThreads;

    /// <param name="name">The name of the threads, for debuggers.</param>
    /// <param name="synchronousWait">The time that a caller waits on its own thread.</param>
    public CallThreads(string name, TimeSpan synchronousWait)
    {
        _name = name;
        _synchronousWait = synchronousWait;
    }

    /// <summary>Starts a call with the execution context of the caller.</summary>
    /// <param name="state">The argument of the call.</param>
    /// <param name="body">The code of the application.</param>
    /// <param name="limit">Cancels the call while it waits for a thread.</param>
    /// <param name="cancellationToken">Is passed to the call.</param>
    /// <returns>
    /// The outcome of the call. It is cancelled if the call did not start, and has a <see cref="TimeoutException"/> if too many calls
    /// wait for a thread. It is complete already if the code was fast. Otherwise the caller must limit its wait.
    /// </returns>
    public Task<TResult> Start<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> body,
        CancellationToken limit,
        CancellationToken cancellationToken)
    {
        var call = new PendingCall<TState, TResult>(state, body, limit, cancellationToken);
        bool startsNow;
        lock (_waiting)
        {
            if (_waiting.Count >= MaxWaitingCalls)
            {
                RemoveCancelledCalls();
            }

            if (_waiting.Count >= MaxWaitingCalls)
            {
                return Task.FromException<TResult>(new TimeoutException("Too many calls wait for a thread."));
            }

            startsNow = _idleThreads > _waiting.Count || TryStartThread();
            call.IsStarting = startsNow;
            _waiting.Enqueue(call);
            Monitor.Pulse(_waiting);
        }

        if (startsNow && _synchronousWait > TimeSpan.Zero)
        {
            call.WaitForReturn(_synchronousWait);
        }

        return call.Task;
    }

    private bool TryStartThread()
    {
        if (_threads >= MaxThreads)
        {
            return false;
        }

        new Thread(static threads => ((CallThreads)threads!).Run()) { IsBackground = true, Name = _name }.UnsafeStart(this);
        _threads++;
        return true;
    }

    private void RemoveCancelledCalls()
    {
        for (var remaining = _waiting.Count; remaining > 0; remaining--)
        {
            var call = _waiting.Dequeue();
            if (!call.TryCancel())
            {
                _waiting.Enqueue(call);
            }
        }
    }

    private void Run()
    {
        while (TryDequeue() is { } call)
        {
            call.Run();
        }
    }

    /// <summary>Waits for a call. Returns null if none came within the idle time; the thread must then exit.</summary>
    private IPendingCall? TryDequeue()
    {
        lock (_waiting)
        {
            IPendingCall? call;
            _idleThreads++;
            var mayWait = true;
            while (!_waiting.TryDequeue(out call) && mayWait)
            {
                mayWait = Monitor.Wait(_waiting, IdleTime);
            }

            _idleThreads--;
            if (call is null)
            {
                _threads--;
            }

            return call;
        }
    }
}
