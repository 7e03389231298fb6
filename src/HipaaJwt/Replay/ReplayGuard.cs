using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Replay;

/// <summary>Asks the store, waits no longer than the limit, and takes whatever is not a clear answer for a refusal.</summary>
internal sealed class ReplayGuard
{
    /// <summary>A store that is down fails for every request; the log need not say so each time.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private readonly IReplayStore _store;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger<ReplayGuard> _logger;
    private long _nextReport;

    public ReplayGuard(IReplayStore store, TimeSpan timeout, TimeProvider time, ILogger<ReplayGuard> logger)
    {
        _store = store;
        _timeout = timeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Uses the entry up.</summary>
    /// <param name="entry">What may be used once.</param>
    /// <param name="usedBefore">The reason of the refusal where it was used before.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    public async ValueTask<JwtError> UseAsync(ReplayEntry entry, JwtErrorCode usedBefore, CancellationToken cancellationToken) =>
        await AskAsync(entry, cancellationToken).ConfigureAwait(false) switch
        {
            // Beyond its time the store may have forgotten an earlier use, so that an answer that came too late says nothing.
            ReplayResult.FirstUse when _time.GetUtcNow() <= entry.ExpiresAt => JwtError.None,
            ReplayResult.FirstUse or ReplayResult.UsedBefore => new JwtError(usedBefore, ClaimNames.JwtId),
            _ => new JwtError(JwtErrorCode.ReplayStoreUnavailable),
        };

#pragma warning disable CA1031 // What a store of the application throws is not known; the use is refused whatever it is.
    private async ValueTask<ReplayResult> AskAsync(ReplayEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(_timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var asked = _store.TryAddAsync(entry, either.Token);
            var result = asked.IsCompletedSuccessfully
                ? asked.Result
                : await asked.AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            if (result is not (ReplayResult.FirstUse or ReplayResult.UsedBefore))
            {
                Report(nameof(ReplayResult.Unavailable));
            }

            return result;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Report(exception.GetType().Name);
            return ReplayResult.Unavailable;
        }
    }
#pragma warning restore CA1031

    private void Report(string reason)
    {
        var now = _time.GetUtcNow().UtcTicks;
        var next = Volatile.Read(ref _nextReport);
        if (now >= next && Interlocked.CompareExchange(ref _nextReport, now + ReportInterval.Ticks, next) == next)
        {
            Log.ReplayStoreFailed(_logger, _store.GetType().Name, reason);
        }
    }
}
