using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>A store of sessions in memory that can fail on demand.</summary>
internal sealed class FlakySessionStore(TimeProvider time) : ISessionStore
{
    private readonly MemorySessionStore _sessions = new(time);

    public bool Fails { get; set; }

    private MemorySessionStore Store => Fails ? throw new IOException("The store is down.") : _sessions;

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        Store.CreateAsync(entry, cancellationToken);

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) => Store.FindAsync(id, cancellationToken);

    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        Store.AdvanceAsync(id, counter, retryWindow, cancellationToken);

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        Store.TouchAsync(id, idleTimeout, cancellationToken);

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        Store.EndAsync(id, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        Store.EndAllAsync(subjectKey, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        Store.EndOverdueAsync(maxSessions, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        Store.ReadEndingAsync(minAge, maxSessions, cancellationToken);

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) => Store.CompleteEndAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        Store.ListAsync(subjectKey, maxSessions, cancellationToken);
}
