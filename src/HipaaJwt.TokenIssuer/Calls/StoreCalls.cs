namespace HipaaJwt.TokenIssuer.Calls;

/// <summary>
/// Calls stores and code of the application with a timeout, which also limits code that blocks its thread. The number of calls at a time
/// is limited. Thread-safe.
/// </summary>
internal sealed class StoreCalls : IDisposable
{
    private const int MaxCalls = 64;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(MaxCalls);

    public StoreCalls(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
    }

    public void Dispose() => _gate.Dispose();

#pragma warning disable CA1031 // A store of the application may throw any exception. Its message may contain addresses and names.
    /// <summary>Calls code with the timeout.</summary>
    /// <exception cref="SessionStoreUnavailableException">The call failed or took too long, so its outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(
        Func<CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _gate.WaitAsync(limit.Token).ConfigureAwait(false);
            return await StartAsync(call, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SessionStoreUnavailableException($"A store failed with {exception.GetType().Name}, so the outcome is unknown.");
        }
    }
#pragma warning restore CA1031

    private async Task<TResult> StartAsync<TResult>(Func<CancellationToken, ValueTask<TResult>> call, CancellationToken limit)
    {
        var cancellation = new CancellationTokenSource();
        var running = Task.Run(() => CallAsync(call, cancellation), CancellationToken.None);
        try
        {
            return await running.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!running.IsCompleted)
        {
            // Drivers of databases may block the thread that cancels, so it is a thread of its own.
            _ = Task.Factory.StartNew(
                cancellation.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _ = running.ContinueWith(
                static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>The cancellation is not disposed, because another thread may still cancel it. It has no timer.</summary>
    private async Task<TResult> CallAsync<TResult>(
        Func<CancellationToken, ValueTask<TResult>> call, CancellationTokenSource cancellation)
    {
        try
        {
            return await call(cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
