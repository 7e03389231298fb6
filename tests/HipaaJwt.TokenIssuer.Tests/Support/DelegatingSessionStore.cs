namespace HipaaJwt.TokenIssuer.Tests.Support;

/// <summary>Passes all calls to another store of sessions. A test overrides those that it is about.</summary>
internal abstract class DelegatingSessionStore : ISessionStore
{
    /// <summary>The store of this call.</summary>
    protected abstract ISessionStore Store { get; }

    public virtual ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        Store.CreateAsync(entry, cancellationToken);

    public virtual ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Store.FindAsync(id, cancellationToken);

    public virtual ValueTask<SessionAdvance> AdvanceAsync(
        Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        Store.AdvanceAsync(id, counter, retryWindow, cancellationToken);

    public virtual ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        Store.TouchAsync(id, idleTimeout, cancellationToken);

    public virtual ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        Store.EndAsync(id, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        Store.EndAllAsync(subjectKey, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        Store.EndOverdueAsync(maxSessions, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(
        TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        Store.ReadEndingAsync(minAge, maxSessions, cancellationToken);

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) =>
        Store.CompleteEndAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        Store.ListAsync(subjectKey, maxSessions, cancellationToken);
}
