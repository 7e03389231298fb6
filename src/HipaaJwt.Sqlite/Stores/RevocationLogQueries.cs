using System.Buffers.Binary;
using HipaaJwt.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Reads the log of revocations. All queries of a page run in one transaction.</summary>
internal static class RevocationLogQueries
{
    private const string Head = "SELECT epoch, floor, seq, tag FROM hipaa_jwt_head";

    private const string TagAt = "SELECT tag FROM hipaa_jwt_revocation WHERE seq = @seq";

    private const string After = """
        SELECT seq, tag, kind, key, revoked_at, expires_at FROM hipaa_jwt_revocation
        WHERE seq > @after AND seq <= @head ORDER BY seq LIMIT @max
        """;

    public static RevocationLogPage ReadPage(SqliteSession session, long after, int max, DateTimeOffset now)
    {
        var head = ReadHead(session);
        return new RevocationLogPage
        {
            Head = head,
            Now = now,
            TagAtPosition = head?.Sequence == after ? head.Tag : ReadTag(session, after),
            Revocations = ReadRevocations(session, after, head?.Sequence ?? 0, max),
        };
    }

    /// <returns>Null if the log has no epoch.</returns>
    public static RevocationLogHead? ReadHead(SqliteSession session)
    {
        using var row = session.Command(Head).ExecuteReader();
        return !row.Read() ? null : new RevocationLogHead
        {
            Epoch = ReadGuid(row, 0),
            Floor = row.IsDBNull(1) ? null : StoreTime.FromMilliseconds(row.GetInt64(1)),
            Sequence = row.GetInt64(2),
            Tag = row.GetInt64(3),
        };
    }

    public static Guid ReadGuid(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static long? ReadTag(SqliteSession session, long sequence)
    {
        var command = session.Command(TagAt, "@seq");
        command.Parameters[0].Value = sequence;
        return (long?)command.ExecuteScalar();
    }

    private static List<LoggedRevocation> ReadRevocations(SqliteSession session, long after, long head, int max)
    {
        List<LoggedRevocation> revocations = [];
        if (after >= head)
        {
            return revocations;
        }

        var command = session.Command(After, "@after", "@head", "@max");
        command.Parameters[0].Value = after;
        command.Parameters[1].Value = head;
        command.Parameters[2].Value = max;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            revocations.Add(new LoggedRevocation
            {
                Sequence = row.GetInt64(0),
                Tag = row.GetInt64(1),
                Kind = (RevocationKind)row.GetInt32(2),
                Key = BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(3)),
                RevokedAt = StoreTime.FromMilliseconds(row.GetInt64(4)),
                ExpiresAt = StoreTime.FromMilliseconds(row.GetInt64(5)),
            });
        }

        return revocations;
    }
}
