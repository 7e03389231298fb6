using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Replay;

/// <summary>Calls the replay store with a timeout. Unless the store reports a first use, the use is rejected.</summary>
internal sealed class ReplayGuard
{
    /// <summary>The minimum time between two log lines, because a store that is down fails for every request.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly IReplayStore _store;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger<ReplayGuard> _logger;
    private long _nextLog;

    public ReplayGuard(IReplayStore store, TimeSpan timeout, TimeProvider time, ILogger<ReplayGuard> logger)
    {
        _store = store;
        _timeout = timeout;
        _time = time;
        _logger = logger;
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
            using var timeout = new CancellationTokenSource(_timeout, _time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            var call = _store.TryAddAsync(entry, linked.Token);
            var result = call.IsCompletedSuccessfully
                ? call.Result
                : await call.AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
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

    private void LogFailure(string reason)
    {
        var now = _time.GetUtcNow().UtcTicks;
        var next = Volatile.Read(ref _nextLog);
        if (now >= next && Interlocked.CompareExchange(ref _nextLog, now + LogInterval.Ticks, next) == next)
        {
            Log.ReplayStoreFailed(_logger, _store.GetType().Name, reason);
        }
    }
}
