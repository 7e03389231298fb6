namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>Stores sessions in the memory of this process. They end with it.</summary>
internal sealed class MemorySessionStore : ISessionStore, IExpiringStore
{
    private const int MaxSessions = 1_000_000;

    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Row> _rows = [];

    public MemorySessionStore(TimeProvider time) => _time = time;

    public ValueTask<StoredSession> CreateAsync(SessionEntry entry, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var row = new Row(new StoredSession
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
                IdleAt = SaturatedTime.After(now, entry.IdleTimeout),
                ExpiresAt = SaturatedTime.After(now, entry.Lifetime),
                State = SessionState.Active,
                ReadAt = now,
            });
            if (_rows.Count >= MaxSessions)
            {
                throw new InvalidOperationException("The store in memory is full.");
            }

            _rows.Add(entry.Id, row);
            return new(row.Session);
        }
    }

    public ValueTask<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_rows.TryGetValue(id, out var row) ? Read(row) : null);
        }
    }

    public ValueTask<SessionAdvance> AdvanceAsync(Guid id, long counter, TimeSpan retryWindow, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rows.TryGetValue(id, out var row))
            {
                return new(new SessionAdvance(SessionAdvanceOutcome.NotFound, null));
            }

            var outcome = Advance(row, counter, retryWindow);
            return new(new SessionAdvance(outcome, Read(row)));
        }
    }

    public ValueTask<bool> TouchAsync(Guid id, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            if (!_rows.TryGetValue(id, out var row) || IsOver(row.Session, now))
            {
                return new(false);
            }

            var idleAt = SaturatedTime.After(now, idleTimeout);
            if (idleAt > row.Session.IdleAt)
            {
                row.Session = row.Session with { TouchedAt = now, IdleAt = idleAt };
            }

            return new(true);
        }
    }

    public ValueTask<StoredSession?> EndAsync(Guid id, SessionEndReason reason, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rows.TryGetValue(id, out var row))
            {
                return new((StoredSession?)null);
            }

            End(row, reason, _time.GetUtcNow());
            return new(Read(row));
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> EndAllAsync(
        UInt128 subjectKey, SessionEndReason reason, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var rows = _rows.Values.Where(row => row.Session.SubjectKey == subjectKey).ToArray();
            Array.ForEach(rows, row => End(row, reason, _time.GetUtcNow()));
            return new([.. rows.Where(row => row.Session.State == SessionState.Ending).Select(Read)]);
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> EndOverdueAsync(int maxSessions, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var rows = _rows.Values.Where(row => row.Session.State == SessionState.Active && IsOver(row.Session, now))
                .Take(maxSessions).ToArray();
            foreach (var row in rows)
            {
                End(row, now >= row.Session.ExpiresAt ? SessionEndReason.Expired : SessionEndReason.Idle, now);
            }

            return new([.. rows.Select(Read)]);
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> ReadEndingAsync(
        TimeSpan minAge, int maxSessions, CancellationToken cancellationToken)
    {
        var until = SaturatedTime.Before(_time.GetUtcNow(), minAge);
        lock (_lock)
        {
            return new([.. _rows.Values
                .Where(row => row.Session.State == SessionState.Ending && row.EndedAt <= until)
                .OrderBy(row => row.EndedAt).Take(maxSessions).Select(Read)]);
        }
    }

    public ValueTask<bool> CompleteEndAsync(Guid id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_rows.TryGetValue(id, out var row) || row.Session.State != SessionState.Ending)
            {
                return new(false);
            }

            row.Session = row.Session with { State = SessionState.Ended };
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> ListAsync(UInt128 subjectKey, int maxSessions, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            return new([.. _rows.Values
                .Where(row => row.Session.SubjectKey == subjectKey && !IsOver(row.Session, now))
                .OrderByDescending(row => row.Session.CreatedAt).Take(maxSessions).Select(Read)]);
        }
    }

    public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        var until = _time.GetUtcNow() - KeptAfterEnd;
        lock (_lock)
        {
            var ids = _rows.Values.Where(row => row.Session.State == SessionState.Ended && row.Session.ExpiresAt < until)
                .Take(maxEntries).Select(row => row.Session.Id).ToArray();
            Array.ForEach(ids, id => _rows.Remove(id));
            return new(ids.Length);
        }
    }

    private static bool IsOver(StoredSession session, DateTimeOffset now) =>
        session.State != SessionState.Active || now >= session.IdleAt || now >= session.ExpiresAt;

    private SessionAdvanceOutcome Advance(Row row, long counter, TimeSpan retryWindow)
    {
        var session = Read(row);
        var outcome = SessionAdvance.Decide(session, counter, retryWindow);
        switch (outcome)
        {
            case SessionAdvanceOutcome.Advanced:
                row.Session = session with
                {
                    Counter = counter + 1,
                    AdvancedAt = session.ReadAt,
                    RetriedRefreshes = row.RetriedAt == session.Counter ? session.RetriedRefreshes : 0,
                };
                break;
            case SessionAdvanceOutcome.Retried:
                CountRetry(row);
                break;
            case SessionAdvanceOutcome.Reused:
                End(row, SessionEndReason.RefreshTokenReused, session.ReadAt);
                break;
            case SessionAdvanceOutcome.Ahead:
                End(row, SessionEndReason.StoreLostData, session.ReadAt);
                break;
        }

        return outcome;
    }

    private static void CountRetry(Row row)
    {
        if (row.RetriedAt != row.Session.Counter)
        {
            row.RetriedAt = row.Session.Counter;
            row.Session = row.Session with { RetriedRefreshes = row.Session.RetriedRefreshes + 1 };
        }
    }

    private static void End(Row row, SessionEndReason reason, DateTimeOffset now)
    {
        if (row.Session.State == SessionState.Active)
        {
            row.Session = row.Session with { State = SessionState.Ending, EndReason = reason };
            row.EndedAt = now;
        }
    }

    private StoredSession Read(Row row) => row.Session with { ReadAt = _time.GetUtcNow() };

    private sealed class Row(StoredSession session)
    {
        public StoredSession Session { get; set; } = session;

        public DateTimeOffset EndedAt { get; set; }

        /// <summary>The counter at which a retry was last counted; -1 if there was none.</summary>
        public long RetriedAt { get; set; } = -1;
    }
}
