namespace HipaaJwt.Sqlite.Stores;

/// <summary>Decides what a refresh token does to its session. The session must be read in the transaction that writes the result.</summary>
internal static class SessionAdvanceRules
{
    public static SessionAdvanceOutcome Decide(StoredSession session, long counter, TimeSpan retryWindow) => session switch
    {
        { State: not SessionState.Active } => SessionAdvanceOutcome.Ended,
        _ when session.ReadAt >= session.ExpiresAt => SessionAdvanceOutcome.Expired,
        _ when session.ReadAt >= session.IdleAt => SessionAdvanceOutcome.Idle,
        _ when session.Counter == counter => SessionAdvanceOutcome.Advanced,
        _ when session.Counter - 1 == counter && IsWithin(retryWindow, session) => SessionAdvanceOutcome.Retried,
        _ when session.Counter < counter => SessionAdvanceOutcome.Ahead,
        _ => SessionAdvanceOutcome.Reused,
    };

    /// <summary>Gets the row after a token that is the current one or was retried.</summary>
    /// <returns>An equal row if a retry was counted before.</returns>
    public static SessionRow Apply(SessionRow row, bool isRetry) => isRetry ? CountRetry(row) : Advance(row);

    /// <summary>A clock that was set back by more than the window does not make it longer.</summary>
    private static bool IsWithin(TimeSpan window, StoredSession session) =>
        window > TimeSpan.Zero && (session.ReadAt - session.AdvancedAt).Duration() <= window;

    private static SessionRow Advance(SessionRow row) => row with
    {
        Session = row.Session with
        {
            Counter = row.Session.Counter + 1,
            AdvancedAt = row.Session.ReadAt,
            RetriedRefreshes = row.RetriedCounter == row.Session.Counter ? row.Session.RetriedRefreshes : 0,
        },
    };

    private static SessionRow CountRetry(SessionRow row)
    {
        var counter = row.Session.Counter;
        if (row.RetriedCounter == counter)
        {
            return row;
        }

        var previous = row.RetriedCounter == counter - 1 ? row.Session.RetriedRefreshes : 0;
        return new SessionRow(row.Session with { RetriedRefreshes = previous + 1 }, counter);
    }
}
