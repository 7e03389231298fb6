namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A store that can stop its process at a refresh.</summary>
internal sealed class HaltingSessionStore(ISessionStore store, HaltPoint halt) : ISessionStore
{
    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken)
    {
        var advance = HaltingClock.Inside(
            HaltPoint.AdvanceOpen, () => store.AdvanceAsync(id, counter, retryWindow, cancellationToken));
        halt.Pass(HaltPoint.AdvanceCommitted);
        return advance;
    }

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        store.CreateAsync(entry, cancellationToken);

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        store.TouchAsync(id, idleTimeout, cancellationToken);

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        store.EndAsync(id, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        store.EndAllAsync(subjectKey, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        store.EndOverdueAsync(maxSessions, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        store.ReadEndingAsync(minAge, maxSessions, cancellationToken);

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) => store.CompleteEndAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        store.ListAsync(subjectKey, maxSessions, cancellationToken);
}
