using HipaaJwt.TokenIssuer.Calls;

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>Calls the store of sessions with the timeout of the options.</summary>
internal sealed class LimitedSessionStore
{
    private readonly ISessionStore _store;
    private readonly StoreCalls _calls;

    public LimitedSessionStore(ISessionStore store, StoreCalls calls)
    {
        _store = store;
        _calls = calls;
    }

    /// <summary>Whether the call that ended last has failed.</summary>
    public bool IsFailing => _calls.IsFailing;

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.CreateAsync(entry, limit), cancellationToken);

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.FindAsync(id, limit), cancellationToken);

    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.AdvanceAsync(id, counter, retryWindow, limit), cancellationToken);

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.TouchAsync(id, idleTimeout, limit), cancellationToken);

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.EndAsync(id, reason, limit), cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.EndAllAsync(subjectKey, reason, limit), cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.EndOverdueAsync(maxSessions, limit), cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(
        TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.ReadEndingAsync(minAge, maxSessions, limit), cancellationToken);

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.CompleteEndAsync(id, limit), cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(
        UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => _store.ListAsync(subjectKey, maxSessions, limit), cancellationToken);
}
