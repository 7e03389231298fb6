namespace HipaaJwt;

/// <summary>The outcome of <see cref="ISessionStore.AdvanceAsync"/>.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Session">The session after it; <see langword="null"/> if the store has none.</param>
public readonly record struct SessionAdvance(SessionAdvanceOutcome Outcome, StoredSession? Session)
{
    /// <summary>
    /// Decides what a refresh token does to its session. It changes nothing. A store that reads the session and writes the result in one
    /// transaction, which no other can enter, needs no rules of its own.
    /// </summary>
    /// <param name="session">The session, as read in that transaction.</param>
    /// <param name="counter">The number of the refresh token.</param>
    /// <param name="retryWindow">
    /// The time since the last advance within which its token may be sent again; 0 for none. A clock that was set back by more does not
    /// make it longer.
    /// </param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="session"/> is null.</exception>
    public static SessionAdvanceOutcome Decide(StoredSession session, long counter, TimeSpan retryWindow)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session switch
        {
            { State: not SessionState.Active } => SessionAdvanceOutcome.Ended,
            _ when session.ReadAt >= session.ExpiresAt => SessionAdvanceOutcome.Expired,
            _ when session.ReadAt >= session.IdleAt => SessionAdvanceOutcome.Idle,
            _ when session.Counter == counter => SessionAdvanceOutcome.Advanced,
            _ when session.Counter - 1 == counter && IsWithin(retryWindow, session) => SessionAdvanceOutcome.Retried,
            _ when session.Counter < counter => SessionAdvanceOutcome.Ahead,
            _ => SessionAdvanceOutcome.Reused,
        };
    }

    private static bool IsWithin(TimeSpan window, StoredSession session) =>
        window > TimeSpan.Zero && (session.ReadAt - session.AdvancedAt).Duration() <= window;
}

/// <summary>What happened to a session when a refresh token was used.</summary>
public enum SessionAdvanceOutcome
{
    /// <summary>The store has no such session.</summary>
    NotFound = 0,

    /// <summary>The token was the current one, and the counter has grown by one.</summary>
    Advanced = 1,

    /// <summary>The token was the predecessor of the current one, within the retry window. The counter has not changed.</summary>
    Retried = 2,

    /// <summary>The token was older. The session has been ended.</summary>
    Reused = 3,

    /// <summary>The token was newer than the session, so the store lost data. The session has been ended.</summary>
    Ahead = 4,

    /// <summary>The session had ended before.</summary>
    Ended = 5,

    /// <summary>The session has been idle for too long. It is ended in the background.</summary>
    Idle = 6,

    /// <summary>The session has reached its greatest lifetime. It is ended in the background.</summary>
    Expired = 7,
}
