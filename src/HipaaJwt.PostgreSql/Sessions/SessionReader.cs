using System.Buffers.Binary;
using Npgsql;

namespace HipaaJwt.PostgreSql.Sessions;

/// <summary>Reads sessions from rows.</summary>
internal static class SessionReader
{
    /// <summary>The columns that <see cref="Read"/> expects. The time is taken after the row was locked.</summary>
    public const string Columns =
        "sid, subject_key, client_id, salt, confirmation, data, counter, created_at, advanced_at, touched_at, idle_at, expires_at, "
        + "state, end_reason, retried_refreshes, clock_timestamp()";

    public static StoredSession Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        SubjectKey = BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(1)),
        ClientId = row.GetString(2),
        Salt = row.GetFieldValue<byte[]>(3),
        Confirmation = row.IsDBNull(4) ? null : row.GetString(4),
        Data = row.GetFieldValue<byte[]>(5),
        Counter = row.GetInt64(6),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        AdvancedAt = row.GetFieldValue<DateTimeOffset>(8),
        TouchedAt = row.GetFieldValue<DateTimeOffset>(9),
        IdleAt = row.GetFieldValue<DateTimeOffset>(10),
        ExpiresAt = row.GetFieldValue<DateTimeOffset>(11),
        State = (SessionState)row.GetInt16(12),
        EndReason = (SessionEndReason)row.GetInt16(13),
        RetriedRefreshes = row.GetInt32(14),
        ReadAt = row.GetFieldValue<DateTimeOffset>(15),
    };

    /// <summary>Reads a session, and after it the outcome.</summary>
    public static SessionAdvance ReadAdvance(NpgsqlDataReader row) => new((SessionAdvanceOutcome)row.GetInt32(16), Read(row));
}
