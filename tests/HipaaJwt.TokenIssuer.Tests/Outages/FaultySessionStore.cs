using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A store of sessions in memory. A test can make one of its steps fail.</summary>
internal sealed class FaultySessionStore(TimeProvider time) : ISessionStore
{
    public const string Create = "create";
    public const string Find = "find";
    public const string Advance = "advance";
    public const string End = "end";

    private readonly MemorySessionStore _sessions = new(time);

    public Fault Fault { get; } = new();

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        Fault.RunAsync(Create, () => _sessions.CreateAsync(entry, cancellationToken));

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Fault.RunAsync(Find, () => _sessions.FindAsync(id, cancellationToken));

    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        Fault.RunAsync(Advance, () => _sessions.AdvanceAsync(id, counter, retryWindow, cancellationToken));

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        _sessions.TouchAsync(id, idleTimeout, cancellationToken);

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        Fault.RunAsync(End, () => _sessions.EndAsync(id, reason, cancellationToken));

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        _sessions.EndAllAsync(subjectKey, reason, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        _sessions.EndOverdueAsync(maxSessions, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        _sessions.ReadEndingAsync(minAge, maxSessions, cancellationToken);

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) =>
        _sessions.CompleteEndAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        _sessions.ListAsync(subjectKey, maxSessions, cancellationToken);
}
