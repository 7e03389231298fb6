namespace HipaaJwt.Keys.Remote;

/// <summary>Receives the events of key downloads, for logs and metrics.</summary>
internal interface IKeyObserver
{
    void OnRefreshed(string issuer, JwksFetchOutcome outcome);

    void OnKeySkipped(string issuer, SkippedKey key);

    /// <summary>The reason has changed why an issuer's keys cannot be refreshed.</summary>
    void OnRefreshFailed(string issuer, string reason, KeyState state)
    {
    }

    /// <summary>An issuer has published the private part of a key, which is not used any more.</summary>
    void OnKeyLeaked(string issuer, LeakedKey key)
    {
    }

    /// <summary>The answer of an issuer is defective and withdraws keys that were in use.</summary>
    void OnKeysWithdrawn(string issuer, int withdrawn, int remaining, string reason)
    {
    }

    /// <param name="issuer">The issuer.</param>
    /// <param name="previous">The state that was reported last.</param>
    /// <param name="current">The new state.</param>
    /// <param name="outcome">The outcome of the last refresh.</param>
    void OnStateChanged(string issuer, KeyState previous, KeyState current, JwksFetchOutcome outcome);
}
