using HipaaJwt.Calls;

namespace HipaaJwt.TokenIssuer.Calls;

/// <summary>
/// Calls a store or code of the application with a timeout, which also limits code that blocks its thread. Each instance has its own
/// threads, whose number is limited, so that one dependency that hangs delays no other. Thread-safe.
/// </summary>
internal sealed class StoreCalls
{
    private readonly TimeLimitedCalls _calls;
    private volatile bool _isFailing;

    /// <param name="name">The name of the threads, for debuggers.</param>
    /// <param name="timeout">The timeout of each call.</param>
    /// <param name="time">The clock of the timeout.</param>
    public StoreCalls(string name, TimeSpan timeout, TimeProvider time)
    {
        // Callers are on the thread pool. If they waited on it for a store that hangs, the answers of all others would be late.
        _calls = new TimeLimitedCalls(name, timeout, time, synchronousWait: TimeSpan.Zero);
    }

    /// <summary>Whether the call that ended last has failed.</summary>
    public bool IsFailing => _isFailing;

#pragma warning disable CA1031 // A store of the application may throw any exception. Its message may contain addresses and names.
    /// <summary>Calls code with the timeout.</summary>
    /// <exception cref="SessionStoreUnavailableException">The call failed or took too long, so its outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(
        Func<CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _calls.RunAsync(call, static (call, limit) => call(limit), cancellationToken).ConfigureAwait(false);
            _isFailing = false;
            return result;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isFailing = true;
            throw new SessionStoreUnavailableException($"A store failed with {exception.GetType().Name}, so the outcome is unknown.");
        }
    }
#pragma warning restore CA1031
}
