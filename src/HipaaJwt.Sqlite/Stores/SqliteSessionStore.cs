using HipaaJwt.Sqlite.Database;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>
/// Stores sessions in the file. Calls block their thread. A transaction that writes is alone, so nothing changes between its queries and
/// its updates.
/// </summary>
internal sealed class SqliteSessionStore : ISessionStore, IExpiringStore
{
    /// <summary>The time for which a session that has ended is kept after its greatest lifetime.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    public SqliteSessionStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    private DateTimeOffset Now => StoreTime.NowOf(_time);

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken) =>
        new(_database.Write(database => Create(database, entry), cancellationToken));

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        new(_database.Read(database => SessionQueries.Find(database, id, Now)?.Session, cancellationToken));

    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken) =>
        new(_database.Write(database => Advance(database, id, counter, retryWindow), cancellationToken));

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken) =>
        new(_database.Write(database => Touch(database, id, idleTimeout), cancellationToken));

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken) =>
        new(_database.Write(
            database => SessionQueries.Find(database, id, Now) is { } row ? SessionStatements.End(database, row.Session, reason) : null,
            cancellationToken));

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken) =>
        new(_database.Write(database => EndAll(database, subjectKey, reason), cancellationToken));

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken) =>
        new(_database.Write(database => EndOverdue(database, maxSessions), cancellationToken));

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(TimeSpan minAge, int maxSessions, CancellationToken cancellationToken) =>
        new(_database.Read(database => ReadEnding(database, minAge, maxSessions), cancellationToken));

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken) =>
        new(_database.Write(database => SessionStatements.CompleteEnd(database, id), cancellationToken));

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken) =>
        new(_database.Read(database => SessionQueries.ReadCurrentOfSubject(database, subjectKey, maxSessions, Now), cancellationToken));

    public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken) =>
        new(_database.Write(
            database => SessionStatements.Prune(database, StoreTime.Before(Now, Margin), maxEntries), cancellationToken));

    private StoredSession Create(SqliteSession database, SessionEntry entry)
    {
        var now = Now;
        var session = new StoredSession
        {
            Id = entry.Id,
            SubjectKey = entry.SubjectKey,
            ClientId = entry.ClientId,
            Salt = entry.Salt,
            Confirmation = entry.Confirmation,
            Data = entry.Data,
            Counter = 0,
            CreatedAt = now,
            AdvancedAt = now,
            TouchedAt = now,
            IdleAt = StoreTime.After(now, entry.IdleTimeout),
            ExpiresAt = StoreTime.After(now, entry.Lifetime),
            State = SessionState.Active,
            ReadAt = now,
        };
        SessionStatements.Add(database, session);
        return session;
    }

    private SessionAdvance Advance(SqliteSession database, Guid id, long counter, TimeSpan retryWindow)
    {
        if (SessionQueries.Find(database, id, Now) is not { } row)
        {
            return new SessionAdvance(SessionAdvanceOutcome.NotFound, null);
        }

        var outcome = SessionAdvance.Decide(row.Session, counter, retryWindow);
        var session = outcome switch
        {
            SessionAdvanceOutcome.Advanced or SessionAdvanceOutcome.Retried =>
                Apply(database, row, outcome == SessionAdvanceOutcome.Retried),
            SessionAdvanceOutcome.Reused => SessionStatements.End(database, row.Session, SessionEndReason.RefreshTokenReused),
            SessionAdvanceOutcome.Ahead => SessionStatements.End(database, row.Session, SessionEndReason.StoreLostData),
            _ => row.Session,
        };
        return new SessionAdvance(outcome, session);
    }

    private static StoredSession Apply(SqliteSession database, SessionRow before, bool isRetry)
    {
        var after = SessionAdvanceRules.Apply(before, isRetry);
        if (after != before)
        {
            SessionStatements.Advance(database, after);
        }

        return after.Session;
    }

    private bool Touch(SqliteSession database, Guid id, TimeSpan idleTimeout)
    {
        var now = Now;
        if (SessionQueries.Find(database, id, now)?.Session is not { State: SessionState.Active } session
            || now >= session.ExpiresAt
            || now >= session.IdleAt)
        {
            return false;
        }

        var idleAt = StoreTime.After(now, idleTimeout);
        if (idleAt > session.IdleAt)
        {
            SessionStatements.Touch(database, session, idleAt);
        }

        return true;
    }

    private List<StoredSession> EndAll(SqliteSession database, UInt128 subjectKey, SessionEndReason reason)
    {
        var now = Now;
        foreach (var session in SessionQueries.ReadOfSubject(database, subjectKey, SessionState.Active, now))
        {
            SessionStatements.End(database, session, reason);
        }

        return SessionQueries.ReadOfSubject(database, subjectKey, SessionState.Ending, now);
    }

    private List<StoredSession> EndOverdue(SqliteSession database, int maxSessions)
    {
        var now = Now;
        return
        [
            .. SessionQueries.ReadOverdue(database, maxSessions, now).Select(session => SessionStatements.End(
                database, session, now >= session.ExpiresAt ? SessionEndReason.Expired : SessionEndReason.Idle)),
        ];
    }

    private List<StoredSession> ReadEnding(SqliteSession database, TimeSpan minAge, int maxSessions)
    {
        var now = Now;
        return SessionQueries.ReadEnding(database, StoreTime.Before(now, minAge), maxSessions, now);
    }
}
