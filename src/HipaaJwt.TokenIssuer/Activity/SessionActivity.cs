using System.Collections.Concurrent;
using System.Threading.Channels;
using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Activities;

/// <summary>
/// Records the activity of sessions in the store, off the path of the requests, and for each session at most once in a tenth of the idle
/// timeout.
/// </summary>
internal sealed class SessionActivity : BackgroundService
{
    /// <summary>The maximum number of sessions that wait for the store.</summary>
    internal const int MaxPending = 10_000;

    private const int MaxRemembered = 100_000;

    private readonly LimitedSessionStore _store;
    private readonly TimeSpan _idleTime;
    private readonly TimeSpan _granularity;
    private readonly string _issuer;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionActivity> _logger;

    /// <summary>The timestamps of the last records.</summary>
    private readonly ConcurrentDictionary<string, long> _recorded = new(StringComparer.Ordinal);

    private readonly Channel<string> _pending = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxPending) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private int _pendingCount;

    public SessionActivity(LimitedSessionStore store, TokenIssuerOptions options, TimeProvider time, ILogger<SessionActivity> logger)
    {
        _store = store;
        _idleTime = IdleTime.Of(options);
        _granularity = IdleTime.Granularity(options);
        _issuer = options.Issuer;
        _time = time;
        _logger = logger;
    }

    /// <summary>The number of sessions whose activity the store has not recorded yet.</summary>
    public int Pending => Volatile.Read(ref _pendingCount);

    /// <summary>Records that the user of a token was active. Returns at once.</summary>
    public void Record(ValidatedJwt token)
    {
        if (token.SessionId is { } session && string.Equals(token.Issuer, _issuer, StringComparison.Ordinal))
        {
            Record(session);
        }
    }

    /// <summary>Records that the user of a session was active. Returns at once.</summary>
    public void Record(string session)
    {
        var now = _time.GetTimestamp();
        if (_recorded.TryGetValue(session, out var last) && _time.GetElapsedTime(last, now) < _granularity)
        {
            return;
        }

        // This is set first, because a failure of the store removes it.
        _recorded[session] = now;
        Interlocked.Increment(ref _pendingCount);
        if (!_pending.Writer.TryWrite(session))
        {
            // A full queue takes nothing, so the next request of the session tries again.
            Interlocked.Decrement(ref _pendingCount);
            _recorded.TryRemove(session, out _);
        }
    }

#pragma warning disable CA1031 // The service must go on: the next activity is recorded again.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var session in _pending.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await TouchAsync(session, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _recorded.TryRemove(session, out _);
                Log.ActivityNotRecorded(_logger, exception.GetType().Name);
            }
            finally
            {
                Interlocked.Decrement(ref _pendingCount);
            }
        }
    }
#pragma warning restore CA1031

    private async ValueTask TouchAsync(string session, CancellationToken cancellationToken)
    {
        if (SessionNames.TryRead(session, out var id))
        {
            await _store.TouchAsync(id, _idleTime, cancellationToken).ConfigureAwait(false);
        }

        if (_recorded.Count > MaxRemembered)
        {
            RemoveStale();
        }
    }

    /// <summary>Without these entries, the next activity is recorded again, which is harmless.</summary>
    private void RemoveStale()
    {
        var now = _time.GetTimestamp();
        foreach (var (session, last) in _recorded)
        {
            if (_time.GetElapsedTime(last, now) >= _granularity)
            {
                _recorded.TryRemove(session, out _);
            }
        }

        if (_recorded.Count > MaxRemembered)
        {
            _recorded.Clear();
        }
    }
}
