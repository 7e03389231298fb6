namespace HipaaJwt.Redis.Servers;

/// <summary>Runs an operation until it has succeeded once. Concurrent callers share one attempt. Thread-safe.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal sealed class SharedAttempt<T>
{
    private readonly Func<Task<T>> _start;
    private readonly Lock _lock = new();
    private volatile Task<T>? _attempt;

    /// <param name="start">The operation. It runs on a thread of the pool, because it may block.</param>
    public SharedAttempt(Func<Task<T>> start) => _start = start;

    /// <summary>The result of the attempt that succeeded, or of the current attempt.</summary>
    public Task<T> GetAsync()
    {
        if (_attempt is { IsCompletedSuccessfully: true } succeeded)
        {
            return succeeded;
        }

        lock (_lock)
        {
            if (_attempt is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _attempt = Task.Run(_start);
            }

            return _attempt;
        }
    }
}
