using System.Globalization;
using System.Text;
using HipaaJwt.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.AuditLogs;

/// <summary>What the transactions of an audit log do.</summary>
internal static class AuditQueries
{
    /// <summary>The value of <c>PRAGMA synchronous</c> from which a commit waits for the disk.</summary>
    private const long Full = 2;

    public static bool IsDurable(SqliteSession session) =>
        Convert.ToInt64(session.Command(AuditStatements.Synchronous).ExecuteScalar(), CultureInfo.InvariantCulture) >= Full;

    public static AuditLogDatabaseState? ReadState(SqliteSession session)
    {
        var checkpoints = Read(session.Command(AuditStatements.ReadNewest), ReadCheckpoint);
        var end = Convert.ToInt64(session.Command(AuditStatements.EndIndex).ExecuteScalar(), CultureInfo.InvariantCulture);
        return ReadHead(session) is { } head ? new AuditLogDatabaseState(head, end, checkpoints.FirstOrDefault()) : null;
    }

    public static int Create(SqliteSession session, AuditLogHead head) => Set(
        session.Command(AuditStatements.Create, "@origin", "@key", "@size", "@frontier"),
        head.Origin, head.PublicKey.ToArray(), head.Size, head.Frontier.ToArray()).ExecuteNonQuery();

    public static int Append(
        SqliteSession session, IReadOnlyList<Guid> eventIds, Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build)
    {
        var head = ReadHead(session) ?? throw new AuditLogDamagedException("The head of the audit log is missing in the SQLite file.");
        var find = session.Command(AuditStatements.Find, "@id");
        var append = build(head, [.. eventIds.SelectMany(id => Read(Set(find, id.ToString()), ReadEvent))]);
        Insert(session.Statement(AuditStatements.Insert), append.Rows);
        var update = session.Command(AuditStatements.Update, "@size", "@frontier");
        return Set(update, append.Head.Size, append.Head.Frontier.ToArray()).ExecuteNonQuery();
    }

    public static List<AuditLogRow> ReadEvents(SqliteSession session, long first, int count, bool withRecords) => Read(
        Set(session.Command(withRecords ? AuditStatements.ReadEvents : AuditStatements.ReadLeaves, "@first", "@count"), first, count),
        ReadEvent);

    public static List<AuditLogStoredCheckpoint> ReadCheckpoints(SqliteSession session, long first, int count) =>
        Read(Set(session.Command(AuditStatements.ReadCheckpoints, "@first", "@count"), first, count), ReadCheckpoint);

    public static int AddCheckpoint(SqliteSession session, AuditLogStoredCheckpoint checkpoint) => Set(
        session.Command(AuditStatements.AddCheckpoint, "@size", "@note", "@frontier"),
        checkpoint.Size, checkpoint.Note, checkpoint.Frontier.ToArray()).ExecuteNonQuery();

    private static void Insert(PreparedStatement insert, IReadOnlyList<AuditLogRow> rows)
    {
        Span<byte> id = stackalloc byte[36];
        foreach (var row in rows)
        {
            _ = row.EventId.TryFormat(id, out _);
            insert.SetInt64(1, row.Index);
            insert.SetText(2, id);
            insert.SetBlob(3, row.Leaf.Span);
            insert.SetText(4, row.Json.Span);
            insert.Run();
        }
    }

    private static AuditLogHead? ReadHead(SqliteSession session) => Read(
        session.Command(AuditStatements.ReadHead),
        row => new AuditLogHead(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3)))
        .FirstOrDefault();

    private static AuditLogRow ReadEvent(SqliteDataReader row) => new(
        row.GetInt64(0),
        Guid.TryParse(row.GetString(1), out var id) ? id : Guid.Empty,
        row.GetFieldValue<byte[]>(2),
        Encoding.UTF8.GetBytes(row.GetString(3)));

    private static AuditLogStoredCheckpoint ReadCheckpoint(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2));

    private static SqliteCommand Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }

        return command;
    }

    private static List<TRow> Read<TRow>(SqliteCommand command, Func<SqliteDataReader, TRow> read)
    {
        List<TRow> rows = [];
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
