namespace HipaaJwt.Keys.Remote;

/// <summary>The state of a <see cref="FetchTurn"/>.</summary>
internal enum FetchTurnState
{
    Created,
    Queued,
    Running,
    Ended,
}
