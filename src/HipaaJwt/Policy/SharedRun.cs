namespace HipaaJwt.Policy;

/// <summary>
/// Runs an action in the background. All calls before a run starts share it, so many simultaneous changes cost one run. Thread-safe.
/// </summary>
internal sealed class SharedRun
{
    private readonly Action _action;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;

    public SharedRun(Action action) => _action = action;

    /// <summary>Runs the action.</summary>
    /// <returns>A task that completes after a run that started after this call.</returns>
    public Task RunAsync()
    {
        lock (_lock)
        {
            if (_waiting is null)
            {
                _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

                // The global queue lets the changes that are already in it join this run.
                ThreadPool.UnsafeQueueUserWorkItem(static run => run.Run(), this, preferLocal: false);
            }

            return _waiting.Task;
        }
    }

    private void Run()
    {
        TaskCompletionSource run;
        lock (_lock)
        {
            run = _waiting!;
            _waiting = null;
        }

        try
        {
            _action();
            run.SetResult();
        }
#pragma warning disable CA1031 // The callers receive the exception.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.SetException(exception);
        }
    }
}
