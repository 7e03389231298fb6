namespace HipaaJwt.Keys.Remote;

/// <summary>Receives the events of key downloads, for logs and metrics.</summary>
internal interface IKeyObserver
{
    void OnRefreshed(string issuer, JwksFetchOutcome outcome);

    void OnKeySkipped(string issuer, SkippedKey key);

    /// <param name="issuer">The issuer.</param>
    /// <param name="previous">The state that was reported last.</param>
    /// <param name="current">The new state.</param>
    /// <param name="outcome">The outcome of the last refresh.</param>
    void OnStateChanged(string issuer, KeyState previous, KeyState current, JwksFetchOutcome outcome);
}
