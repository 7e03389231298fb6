using System.Buffers.Text;
using HipaaJwt.Sqlite.Database;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Stores uses of one-time tokens and DPoP proofs in the file. Calls block their thread.</summary>
internal sealed class SqliteReplayStore : IReplayStore, IExpiringStore
{
    private const string Insert = "INSERT INTO hipaa_jwt_replay (key, expires_at) VALUES (@key, @expiresAt) ON CONFLICT DO NOTHING";

    private const string Prune = """
        DELETE FROM hipaa_jwt_replay WHERE key IN
        (SELECT key FROM hipaa_jwt_replay WHERE expires_at < @until ORDER BY expires_at LIMIT @max)
        """;

    /// <summary>The time for which entries are kept after their expiry, because the clock of the host may be set back.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    public SqliteReplayStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) =>
        new(_database.Write(
            session =>
            {
                var command = session.Command(Insert, "@key", "@expiresAt");
                command.Parameters[0].Value = Base64Url.DecodeFromChars(entry.Key);
                command.Parameters[1].Value = entry.ExpiresAt.ToUnixTimeMilliseconds();
                return command.ExecuteNonQuery() == 1 ? ReplayResult.FirstUse : ReplayResult.UsedBefore;
            },
            cancellationToken));

    public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken) =>
        new(_database.Write(
            session =>
            {
                var command = session.Command(Prune, "@until", "@max");
                command.Parameters[0].Value = (_time.GetUtcNow() - Margin).ToUnixTimeMilliseconds();
                command.Parameters[1].Value = maxEntries;
                return command.ExecuteNonQuery();
            },
            cancellationToken));
}
