using HipaaJwt.Calls;
using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Replay;

/// <summary>Calls the replay store with a timeout. Unless the store reports a first use, the use is rejected.</summary>
internal sealed class ReplayGuard
{
    /// <summary>The minimum time between two log lines, because a store that is down fails for every request.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly IReplayStore _store;
    private readonly TimeProvider _time;
    private readonly GuardedLogger _logger;
    private readonly TimeLimitedCalls? _calls;
    private readonly Lock _logLock = new();
    private long? _lastLog;

    public ReplayGuard(IReplayStore store, TimeSpan timeout, TimeProvider time, ILogger<ReplayGuard> logger)
    {
        _store = store;
        _time = time;
        _logger = new GuardedLogger(logger);

        // A store of the application may block its thread. The built-in store does not.
        _calls = store is MemoryReplayStore ? null : new TimeLimitedCalls("HipaaJwt replay store", timeout, time);
    }

    /// <summary>Consumes the entry.</summary>
    /// <param name="entry">The use to record.</param>
    /// <param name="usedBefore">The error if the entry was used before.</param>
    /// <param name="cancellationToken">Cancels the wait for the store.</param>
    public async ValueTask<JwtError> UseAsync(ReplayEntry entry, JwtError usedBefore, CancellationToken cancellationToken) =>
        await TryAddAsync(entry, cancellationToken).ConfigureAwait(false) switch
        {
            // After the expiry the store may have removed an earlier use, so a late answer proves nothing.
            ReplayResult.FirstUse when _time.GetUtcNow() <= entry.ExpiresAt => JwtError.None,
            ReplayResult.FirstUse or ReplayResult.UsedBefore => usedBefore,
            _ => new JwtError(JwtErrorCode.ReplayStoreUnavailable),
        };

#pragma warning disable CA1031 // A store of the application may throw any exception. Each one rejects the use.
    private async ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var result = _calls is null
                ? await _store.TryAddAsync(entry, cancellationToken).ConfigureAwait(false)
                : await _calls.RunAsync((_store, entry), TryAddAsync, cancellationToken).ConfigureAwait(false);
            if (result is not (ReplayResult.FirstUse or ReplayResult.UsedBefore))
            {
                LogFailure(nameof(ReplayResult.Unavailable));
            }

            return result;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogFailure(exception.GetType().Name);
            return ReplayResult.Unavailable;
        }
    }
#pragma warning restore CA1031

    private static ValueTask<ReplayResult> TryAddAsync((IReplayStore Store, ReplayEntry Entry) use, CancellationToken cancellationToken) =>
        use.Store.TryAddAsync(use.Entry, cancellationToken);

    /// <summary>Measures the interval by the monotonic timer, because the clock may go back.</summary>
    private void LogFailure(string reason)
    {
        lock (_logLock)
        {
            if (_lastLog is { } lastLog && _time.GetElapsedTime(lastLog) < LogInterval)
            {
                return;
            }

            _lastLog = _time.GetTimestamp();
        }

        Log.ReplayStoreFailed(_logger, _store.GetType().Name, reason);
    }
}
