namespace HipaaJwt;

/// <summary>The outcome of <see cref="ISessionStore.AdvanceAsync"/>.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Session">The session after it; <see langword="null"/> if the store has none.</param>
public readonly record struct SessionAdvance(SessionAdvanceOutcome Outcome, StoredSession? Session);

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
