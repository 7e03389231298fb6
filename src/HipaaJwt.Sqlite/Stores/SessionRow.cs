using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>A row of the table of sessions.</summary>
/// <param name="Session">The session.</param>
/// <param name="RetriedCounter">The last value of its counter whose refresh was retried; 0 if none was.</param>
internal sealed record SessionRow(StoredSession Session, long RetriedCounter)
{
    /// <summary>The columns that <see cref="Read"/> expects.</summary>
    public const string Columns =
        "sid, subject_key, client_id, salt, confirmation, data, counter, created_at, advanced_at, touched_at, idle_at, expires_at, "
        + "state, end_reason, retried_refreshes, retried_counter";

    public static SessionRow Read(SqliteDataReader row, DateTimeOffset now) => new(
        new StoredSession
        {
            Id = new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
            SubjectKey = BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(1)),
            ClientId = row.GetString(2),
            Salt = row.GetFieldValue<byte[]>(3),
            Confirmation = row.IsDBNull(4) ? null : row.GetString(4),
            Data = row.GetFieldValue<byte[]>(5),
            Counter = row.GetInt64(6),
            CreatedAt = StoreTime.FromMilliseconds(row.GetInt64(7)),
            AdvancedAt = StoreTime.FromMilliseconds(row.GetInt64(8)),
            TouchedAt = StoreTime.FromMilliseconds(row.GetInt64(9)),
            IdleAt = StoreTime.FromMilliseconds(row.GetInt64(10)),
            ExpiresAt = StoreTime.FromMilliseconds(row.GetInt64(11)),
            State = (SessionState)row.GetInt32(12),
            EndReason = (SessionEndReason)row.GetInt32(13),
            RetriedRefreshes = row.GetInt32(14),
            ReadAt = now,
        },
        row.GetInt64(15));

    public static byte[] IdOf(Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] KeyOf(UInt128 subjectKey)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, subjectKey);
        return key;
    }
}
