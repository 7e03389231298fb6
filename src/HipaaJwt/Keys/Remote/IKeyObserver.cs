namespace HipaaJwt.Keys.Remote;

/// <summary>Is told what happens to fetched keys, for whoever runs the service.</summary>
internal interface IKeyObserver
{
    void Refreshed(string issuer, JwksFetchOutcome outcome);

    void Skipped(string issuer, SkippedKey key);

    /// <param name="issuer">The issuer.</param>
    /// <param name="before">The state that was told of last.</param>
    /// <param name="now">Another one.</param>
    /// <param name="outcome">What became of the last refresh.</param>
    void StateChanged(string issuer, KeyState before, KeyState now, JwksFetchOutcome outcome);
}
