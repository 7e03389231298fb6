using HipaaJwt.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Stores signing keys in the file. Calls block their thread.</summary>
internal sealed class SqliteSigningKeyStore : ISigningKeyStore
{
    private const string Select = """
        SELECT slot, kid, algorithm, data, created_at, activates_at, is_withdrawn, is_recorded FROM hipaa_jwt_signing_key
        WHERE purpose = @purpose ORDER BY slot
        """;

    private const string Insert = """
        INSERT INTO hipaa_jwt_signing_key (purpose, slot, kid, algorithm, data, created_at, activates_at)
        VALUES (@purpose, @slot, @kid, @algorithm, @data, @now, @activatesAt) ON CONFLICT DO NOTHING
        """;

    private const string SetRecorded =
        "UPDATE hipaa_jwt_signing_key SET is_recorded = 1 WHERE purpose = @purpose AND slot = @slot AND is_recorded = 0";

    private const string Withdraw =
        "UPDATE hipaa_jwt_signing_key SET is_withdrawn = 1 WHERE purpose = @purpose AND slot = @slot AND is_withdrawn = 0";

    private const string Delete = "DELETE FROM hipaa_jwt_signing_key WHERE purpose = @purpose AND slot = @slot";

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;

    public SqliteSigningKeyStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    private DateTimeOffset Now => StoreTime.NowOf(_time);

    public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        new(_database.Read(database => Read(database, purpose), cancellationToken));

    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken) =>
        new(_database.Write(database => TryAdd(database, entry), cancellationToken));

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        new(_database.Write(database => Change(database, SetRecorded, purpose, slot), cancellationToken));

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        new(_database.Write(database => Change(database, Withdraw, purpose, slot), cancellationToken));

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        new(_database.Write(database => Change(database, Delete, purpose, slot), cancellationToken));

    private SigningKeyPage Read(SqliteSession database, string purpose)
    {
        var now = Now;
        var command = database.Command(Select, "@purpose");
        command.Parameters[0].Value = purpose;
        List<StoredSigningKey> keys = [];
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            keys.Add(ReadKey(row, purpose));
        }

        return new SigningKeyPage(keys, now);
    }

    private static StoredSigningKey ReadKey(SqliteDataReader row, string purpose) => new()
    {
        Purpose = purpose,
        Slot = row.GetInt64(0),
        KeyId = row.GetString(1),
        Algorithm = row.GetString(2),
        Data = row.GetFieldValue<byte[]>(3),
        CreatedAt = StoreTime.FromMilliseconds(row.GetInt64(4)),
        ActivatesAt = StoreTime.FromMilliseconds(row.GetInt64(5)),
        IsWithdrawn = row.GetBoolean(6),
        IsRecorded = row.GetBoolean(7),
    };

    private bool TryAdd(SqliteSession database, SigningKeyEntry entry)
    {
        var now = Now;
        var command = database.Command(Insert, "@purpose", "@slot", "@kid", "@algorithm", "@data", "@now", "@activatesAt");
        command.Set(
            entry.Purpose, entry.Slot, entry.KeyId, entry.Algorithm, entry.Data.ToArray(), now,
            StoreTime.After(now, entry.ActivationDelay));
        return command.ExecuteNonQuery() == 1;
    }

    private static bool Change(SqliteSession database, string statement, string purpose, long slot)
    {
        var command = database.Command(statement, "@purpose", "@slot");
        command.Set(purpose, slot);
        return command.ExecuteNonQuery() == 1;
    }
}
