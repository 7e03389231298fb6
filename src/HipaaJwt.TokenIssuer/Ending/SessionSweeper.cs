using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Ending;

/// <summary>Ends sessions that are idle or too old, and completes ends that another instance has begun and not completed.</summary>
internal sealed class SessionSweeper : BackgroundService
{
    private const int Batch = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The time after which an end that is not complete has been interrupted.</summary>
    private static readonly TimeSpan Interrupted = TimeSpan.FromSeconds(10);

    private readonly LimitedSessionStore _store;
    private readonly SessionEnder _ender;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionSweeper> _logger;

    public SessionSweeper(LimitedSessionStore store, SessionEnder ender, TimeProvider time, ILogger<SessionSweeper> logger)
    {
        _store = store;
        _ender = ender;
        _time = time;
        _logger = logger;
    }

    /// <summary>Ends all sessions that are over.</summary>
    /// <exception cref="SessionStoreUnavailableException">A store or a required audit sink failed.</exception>
    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredSession> sessions;
        do
        {
            sessions = await _store.EndOverdueAsync(Batch, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(sessions, cancellationToken).ConfigureAwait(false);
        }
        while (sessions.Count == Batch);

        sessions = await _store.ReadEndingAsync(Interrupted, Batch, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(sessions, cancellationToken).ConfigureAwait(false);
    }

#pragma warning disable CA1031 // The service must go on: the next attempt may succeed.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.SweepFailed(_logger, exception.GetType().Name);
            }
        }
    }
#pragma warning restore CA1031

    /// <summary>Completes the ends. One that fails is tried again later, and does not keep the others from their end.</summary>
    private async ValueTask CompleteAsync(IReadOnlyList<StoredSession> sessions, CancellationToken cancellationToken)
    {
        SessionStoreUnavailableException? failure = null;
        foreach (var session in sessions)
        {
            try
            {
                await _ender.CompleteAsync(session, null, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionStoreUnavailableException exception)
            {
                failure ??= exception;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
