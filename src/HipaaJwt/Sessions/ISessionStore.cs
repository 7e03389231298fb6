namespace HipaaJwt;

/// <summary>
/// Stores sessions, one row each. Every method is one transaction and uses the store's clock. Implementations are singletons and
/// thread-safe. Callers limit the time of each call, also if it blocks its thread. Any exception means that the outcome is unknown.
/// </summary>
/// <remarks>
/// A session in state <see cref="SessionState.Active"/> whose <see cref="StoredSession.IdleAt"/> or <see cref="StoredSession.ExpiresAt"/>
/// has come is over: it can neither advance nor be touched. What was acknowledged must be durable and visible to each later call on every
/// instance.
/// </remarks>
public interface ISessionStore
{
    /// <summary>Creates an active session with the counter 0.</summary>
    /// <param name="entry">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session, after it is durable.</returns>
    ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken);

    /// <summary>Reads a session.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session in any state; <see langword="null"/> if the store has none.</returns>
    ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Uses the refresh token with a number. If the session is active and its counter equals the number, the counter grows by one, in one
    /// atomic step. If the counter is one higher and grew within the retry window, the call only counts a retry. Any other number ends the
    /// session: its state becomes <see cref="SessionState.Ending"/>.
    /// </summary>
    /// <param name="id">The session.</param>
    /// <param name="counter">The number of the refresh token.</param>
    /// <param name="retryWindow">The time since the last advance within which its token may be sent again; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome and the session after it. It is durable.</returns>
    ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken);

    /// <summary>Postpones the end of an active session that is idle.</summary>
    /// <param name="id">The session.</param>
    /// <param name="idleTimeout">The time from now after which the session ends without further activity. It never shortens.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the session is active. The touch itself need not be durable.</returns>
    ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken);

    /// <summary>Ends a session: an active one becomes <see cref="SessionState.Ending"/>.</summary>
    /// <param name="id">The session.</param>
    /// <param name="reason">Why it ends.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session after it, with the reason of its first end; <see langword="null"/> if the store has none.</returns>
    ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends all active sessions of a subject.</summary>
    /// <param name="subjectKey">The subject.</param>
    /// <param name="reason">Why they end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions of the subject that are now in state <see cref="SessionState.Ending"/>.</returns>
    ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends active sessions that are idle or have reached their greatest lifetime. Sessions that are locked are skipped.</summary>
    /// <param name="maxSessions">The maximum number of sessions; at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions that this call has ended.</returns>
    ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken);

    /// <summary>Reads sessions in state <see cref="SessionState.Ending"/> that no instance completed, for example after a crash.</summary>
    /// <param name="minAge">The least time since they ended.</param>
    /// <param name="maxSessions">The maximum number of sessions; at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, those that ended first in front.</returns>
    ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(TimeSpan minAge, int maxSessions, CancellationToken cancellationToken);

    /// <summary>Changes a session from <see cref="SessionState.Ending"/> to <see cref="SessionState.Ended"/>.</summary>
    /// <param name="id">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call has changed it.</returns>
    ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads the sessions of a subject that are not over.</summary>
    /// <param name="subjectKey">The subject.</param>
    /// <param name="maxSessions">The maximum number of sessions; at least 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions, the newest first.</returns>
    ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken);
}
