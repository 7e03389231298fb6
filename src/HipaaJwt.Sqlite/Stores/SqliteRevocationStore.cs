using System.Buffers.Binary;
using System.Security.Cryptography;
using HipaaJwt.Sqlite.Database;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Stores the log of revocations in the file. Calls block their thread.</summary>
internal sealed class SqliteRevocationStore : IRevocationStore, IExpiringStore
{
    private const string Advance = "UPDATE hipaa_jwt_head SET seq = @seq, tag = @tag";

    private const string Insert =
        "INSERT INTO hipaa_jwt_revocation (seq, tag, kind, key, revoked_at, expires_at) "
        + "VALUES (@seq, @tag, @kind, @key, @revokedAt, @expiresAt)";

    private const string ReplaceEpoch = """
        INSERT INTO hipaa_jwt_head (id, epoch, floor, seq, tag) VALUES (1, @epoch, @floor, @seq, @tag)
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, floor = excluded.floor, seq = excluded.seq, tag = excluded.tag
        """;

    private const string Prune = """
        DELETE FROM hipaa_jwt_revocation WHERE seq IN
        (SELECT seq FROM hipaa_jwt_revocation WHERE expires_at < @now ORDER BY expires_at LIMIT @max)
        """;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    public SqliteRevocationStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    private DateTimeOffset Now => StoreTime.NowOf(_time);

    public ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken) =>
        new(_database.Read(
            session => RevocationLogQueries.ReadPage(session, position.Sequence, maxRevocations, Now), cancellationToken));

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
        new(_database.Write(session => Append(session, entry), cancellationToken));

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken)
    {
        _database.Write(session => StartEpoch(session, replaced, hasFloor), cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken) =>
        new(_database.Write(
            session =>
            {
                var command = session.Command(Prune, "@now", "@max");
                command.Parameters[0].Value = Now.ToUnixTimeMilliseconds();
                command.Parameters[1].Value = maxEntries;
                return command.ExecuteNonQuery();
            },
            cancellationToken));

    private LoggedRevocation? Append(SqliteSession session, RevocationEntry entry)
    {
        // No other transaction can write between the query and the update. RETURNING would take longer than both.
        if (RevocationLogQueries.ReadHead(session) is not { } head)
        {
            return null;
        }

        var now = Now;
        var revocation = new LoggedRevocation
        {
            Epoch = head.Epoch,
            Sequence = head.Sequence + 1,
            Tag = NewTag(),
            Kind = entry.Kind,
            Key = entry.Key,
            RevokedAt = now,
            ExpiresAt = now + entry.Retention,
        };
        AdvanceHead(session, revocation);
        InsertRevocation(session, revocation);
        return revocation;
    }

    private static void AdvanceHead(SqliteSession session, LoggedRevocation revocation)
    {
        var command = session.Command(Advance, "@seq", "@tag");
        command.Parameters[0].Value = revocation.Sequence;
        command.Parameters[1].Value = revocation.Tag;
        command.ExecuteNonQuery();
    }

    private static void InsertRevocation(SqliteSession session, LoggedRevocation revocation)
    {
        var command = session.Command(Insert, "@seq", "@tag", "@kind", "@key", "@revokedAt", "@expiresAt");
        var key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, revocation.Key);
        command.Parameters[0].Value = revocation.Sequence;
        command.Parameters[1].Value = revocation.Tag;
        command.Parameters[2].Value = (int)revocation.Kind;
        command.Parameters[3].Value = key;
        command.Parameters[4].Value = revocation.RevokedAt.ToUnixTimeMilliseconds();
        command.Parameters[5].Value = revocation.ExpiresAt.ToUnixTimeMilliseconds();
        command.ExecuteNonQuery();
    }

    private bool StartEpoch(SqliteSession session, Guid? replaced, bool hasFloor)
    {
        var head = RevocationLogQueries.ReadHead(session);
        if (head?.Epoch != replaced)
        {
            return false;
        }

        var now = Now;
        var floor = head?.Floor > now ? head.Floor.Value : now;
        var command = session.Command(ReplaceEpoch, "@epoch", "@floor", "@seq", "@tag");
        command.Parameters[0].Value = Guid.NewGuid().ToByteArray(bigEndian: true);
        command.Parameters[1].Value = hasFloor ? floor.ToUnixTimeMilliseconds() : DBNull.Value;
        command.Parameters[2].Value = (head?.Sequence ?? 0) + 1;
        command.Parameters[3].Value = NewTag();
        command.ExecuteNonQuery();
        return true;
    }

    private static long NewTag() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
}
