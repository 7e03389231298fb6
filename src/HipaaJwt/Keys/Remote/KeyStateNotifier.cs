using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>Reports each change to the observer once. Not thread-safe.</summary>
internal sealed class KeyStateNotifier
{
    private readonly string _issuer;
    private readonly IKeyObserver _observer;
    private ImmutableArray<SkippedKey> _skipped = [];
    private JwksFetchOutcome _outcome;
    private KeyState _notified;
    private string? _reason;

    public KeyStateNotifier(string issuer, IKeyObserver observer)
    {
        _issuer = issuer;
        _observer = observer;
    }

    /// <summary>Reports keys that are not used any more because of the answer of the issuer.</summary>
    public void NotifyWithdrawal(in KeyChange change)
    {
        foreach (var key in change.Leaked.IsDefault ? [] : change.Leaked)
        {
            Guard(() => _observer.OnKeyLeaked(_issuer, key));
        }

        if (change is { Withdrawn: > 0, Withdrawn: var withdrawn, Remaining: var remaining, Result.Reason: var reason })
        {
            Guard(() => _observer.OnKeysWithdrawn(_issuer, withdrawn, remaining, reason));
        }
    }

    /// <summary>Reports a refresh, the keys that are skipped for the first time, and the state if it has changed.</summary>
    public void NotifyRefresh(JwksFetchResult result, KeyState state)
    {
        _outcome = result.Outcome;
        Guard(() => _observer.OnRefreshed(_issuer, result.Outcome));
        if (result.Outcome == JwksFetchOutcome.Fetched || !result.Skipped.IsEmpty)
        {
            foreach (var key in result.Skipped.Except(_skipped))
            {
                Guard(() => _observer.OnKeySkipped(_issuer, key));
            }

            _skipped = result.Skipped;
        }

        NotifyState(state);
        NotifyReason(result.Outcome == JwksFetchOutcome.Fetched ? null : result.Reason, state);
    }

    /// <summary>Reports the state if it has changed.</summary>
    public void NotifyState(KeyState state)
    {
        var previous = _notified;
        if (state != previous)
        {
            _notified = state;
            Guard(() => _observer.OnStateChanged(_issuer, previous, state, _outcome));
        }
    }

    private void NotifyReason(string? reason, KeyState state)
    {
        if (reason is not null && reason != _reason)
        {
            Guard(() => _observer.OnRefreshFailed(_issuer, reason, state));
        }

        _reason = reason;
    }

#pragma warning disable CA1031 // An exception of the application's logger or meter listener must not stop the refreshes.
    private static void Guard(Action notify)
    {
        try
        {
            notify();
        }
        catch (Exception)
        {
        }
    }
#pragma warning restore CA1031
}
