using HipaaJwt.Sqlite.Database;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Reads sessions. SQLite uses an index with a condition only if the query has the same condition.</summary>
internal static class SessionQueries
{
    public const string OfSubject = Select + "WHERE subject_key = @subject AND state < 2 AND state = @state ORDER BY created_at";

    public const string CurrentOfSubject = Select + """
        WHERE subject_key = @subject AND state < 2 AND state = 0 AND @now < min(expires_at, idle_at)
        ORDER BY created_at DESC LIMIT @max
        """;

    public const string Overdue = Select + """
        WHERE state = 0 AND min(expires_at, idle_at) <= @now ORDER BY min(expires_at, idle_at) LIMIT @max
        """;

    public const string Ending = Select + "WHERE state = 1 AND ended_at <= @until ORDER BY ended_at LIMIT @max";

    private const string Select = $"SELECT {SessionRow.Columns} FROM hipaa_jwt_session ";

    private const string ById = Select + "WHERE sid = @sid";

    /// <returns>Null if there is none.</returns>
    public static SessionRow? Find(SqliteSession database, Guid id, DateTimeOffset now)
    {
        var command = database.Command(ById, "@sid");
        command.Set(SessionRow.IdOf(id));
        using var row = command.ExecuteReader();
        return row.Read() ? SessionRow.Read(row, now) : null;
    }

    public static List<StoredSession> ReadOfSubject(SqliteSession database, UInt128 subjectKey, SessionState state, DateTimeOffset now) =>
        Read(database, now, OfSubject, ("@subject", SessionRow.KeyOf(subjectKey)), ("@state", (int)state));

    public static List<StoredSession> ReadCurrentOfSubject(SqliteSession database, UInt128 subjectKey, int max, DateTimeOffset now) =>
        Read(database, now, CurrentOfSubject, ("@subject", SessionRow.KeyOf(subjectKey)), ("@now", now), ("@max", max));

    public static List<StoredSession> ReadOverdue(SqliteSession database, int max, DateTimeOffset now) =>
        Read(database, now, Overdue, ("@now", now), ("@max", max));

    public static List<StoredSession> ReadEnding(SqliteSession database, DateTimeOffset until, int max, DateTimeOffset now) =>
        Read(database, now, Ending, ("@until", until), ("@max", max));

    private static List<StoredSession> Read(
        SqliteSession database, DateTimeOffset now, string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var names = new string[parameters.Length];
        var values = new object[parameters.Length];
        for (var index = 0; index < parameters.Length; index++)
        {
            (names[index], values[index]) = parameters[index];
        }

        var command = database.Command(statement, names);
        command.Set(values);
        List<StoredSession> sessions = [];
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            sessions.Add(SessionRow.Read(row, now).Session);
        }

        return sessions;
    }
}
