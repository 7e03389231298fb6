using HipaaJwt.Sqlite.Database;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>The statements on the table of sessions. Each runs in the transaction of its caller.</summary>
internal static class SessionStatements
{
    public const string DeleteEnded = """
        DELETE FROM hipaa_jwt_session WHERE rowid IN
        (SELECT rowid FROM hipaa_jwt_session WHERE state = 2 AND expires_at < @until ORDER BY expires_at LIMIT @max)
        """;

    private const string Insert = """
        INSERT INTO hipaa_jwt_session
            (sid, subject_key, client_id, salt, confirmation, data, created_at, advanced_at, touched_at, idle_at, expires_at)
        VALUES (@sid, @subject, @client, @salt, @confirmation, @data, @now, @now, @now, @idleAt, @expiresAt)
        """;

    private const string SetCounter = """
        UPDATE hipaa_jwt_session
        SET counter = @counter, advanced_at = @advancedAt, retried_counter = @retried, retried_refreshes = @refreshes
        WHERE sid = @sid
        """;

    private const string SetIdle = "UPDATE hipaa_jwt_session SET touched_at = @now, idle_at = @idleAt WHERE sid = @sid";

    private const string SetEnding =
        "UPDATE hipaa_jwt_session SET state = 1, end_reason = @reason, ended_at = @now WHERE sid = @sid AND state = 0";

    private const string SetEnded = "UPDATE hipaa_jwt_session SET state = 2 WHERE sid = @sid AND state = 1";

    public static void Add(SqliteSession database, StoredSession session)
    {
        var command = database.Command(
            Insert, "@sid", "@subject", "@client", "@salt", "@confirmation", "@data", "@now", "@idleAt", "@expiresAt");
        command.Set(
            SessionRow.IdOf(session.Id), SessionRow.KeyOf(session.SubjectKey), session.ClientId, session.Salt.ToArray(),
            session.Confirmation, session.Data.ToArray(), session.CreatedAt, session.IdleAt, session.ExpiresAt);
        command.ExecuteNonQuery();
    }

    public static void Advance(SqliteSession database, SessionRow row)
    {
        var command = database.Command(SetCounter, "@counter", "@advancedAt", "@retried", "@refreshes", "@sid");
        command.Set(
            row.Session.Counter, row.Session.AdvancedAt, row.RetriedCounter, row.Session.RetriedRefreshes,
            SessionRow.IdOf(row.Session.Id));
        command.ExecuteNonQuery();
    }

    public static void Touch(SqliteSession database, StoredSession session, DateTimeOffset idleAt)
    {
        var command = database.Command(SetIdle, "@now", "@idleAt", "@sid");
        command.Set(session.ReadAt, idleAt, SessionRow.IdOf(session.Id));
        command.ExecuteNonQuery();
    }

    /// <summary>Ends a session, unless it has ended before.</summary>
    /// <returns>The session after it.</returns>
    public static StoredSession End(SqliteSession database, StoredSession session, SessionEndReason reason)
    {
        if (session.State != SessionState.Active)
        {
            return session;
        }

        var command = database.Command(SetEnding, "@reason", "@now", "@sid");
        command.Set((int)reason, session.ReadAt, SessionRow.IdOf(session.Id));
        command.ExecuteNonQuery();
        return session with { State = SessionState.Ending, EndReason = reason };
    }

    public static bool CompleteEnd(SqliteSession database, Guid id)
    {
        var command = database.Command(SetEnded, "@sid");
        command.Set(SessionRow.IdOf(id));
        return command.ExecuteNonQuery() == 1;
    }

    public static int Prune(SqliteSession database, DateTimeOffset until, int max)
    {
        var command = database.Command(DeleteEnded, "@until", "@max");
        command.Set(until, max);
        return command.ExecuteNonQuery();
    }
}
