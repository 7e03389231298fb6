using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>Tells of each change once. Not thread-safe.</summary>
internal sealed class KeyStateReport
{
    private readonly string _issuer;
    private readonly IKeyObserver _observer;
    private ImmutableArray<SkippedKey> _skipped = [];
    private KeyFetchOutcome _outcome;
    private KeyState _told;

    public KeyStateReport(string issuer, IKeyObserver observer)
    {
        _issuer = issuer;
        _observer = observer;
    }

    /// <summary>Tells of a refresh, and of the state if it is another one. Keys that are skipped again and again are told of once.</summary>
    public void Tell(KeyFetch fetch, KeyState state)
    {
        _outcome = fetch.Outcome;
        Guard(() => _observer.Refreshed(_issuer, fetch.Outcome));
        if (fetch.Outcome == KeyFetchOutcome.Fetched || !fetch.Skipped.IsEmpty)
        {
            foreach (var key in fetch.Skipped.Except(_skipped))
            {
                Guard(() => _observer.Skipped(_issuer, key));
            }

            _skipped = fetch.Skipped;
        }

        Tell(state);
    }

    public KeyState Tell(KeyState state)
    {
        var before = _told;
        if (state != before)
        {
            _told = state;
            Guard(() => _observer.StateChanged(_issuer, before, state, _outcome));
        }

        return state;
    }

#pragma warning disable CA1031 // What logs and metrics of the application throw must not end the refreshes.
    private static void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception)
        {
        }
    }
#pragma warning restore CA1031
}
