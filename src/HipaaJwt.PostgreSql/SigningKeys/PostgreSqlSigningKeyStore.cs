using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.PostgreSql.SigningKeys;

/// <summary>Stores signing keys. The primary key decides which of several instances adds the key of a slot. Thread-safe.</summary>
internal sealed class PostgreSqlSigningKeyStore : ISigningKeyStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly string _read;
    private readonly string _add;
    private readonly string _setRecorded;
    private readonly string _withdraw;
    private readonly string _delete;

    public PostgreSqlSigningKeyStore(PostgreSqlDatabase database, IOptions<PostgreSqlStoreOptions> options)
    {
        var table = $"\"{options.Value.Schema}\".signing_key";
        _database = database;
        _read = $"""
            SELECT purpose, slot, kid, algorithm, data, created_at, activates_at, is_withdrawn, is_recorded FROM {table}
            WHERE purpose = $1 ORDER BY slot
            """;
        _add = $"""
            INSERT INTO {table} (purpose, slot, kid, algorithm, data, created_at, activates_at)
            SELECT $1, $2, $3, $4, $5, now, {SqlTime.After("now", "$6")} FROM (SELECT clock_timestamp() AS now) AS clock
            ON CONFLICT DO NOTHING RETURNING {WriteCommand.Durability}
            """;
        _setRecorded = $"""
            UPDATE {table} SET is_recorded = true WHERE purpose = $1 AND slot = $2 AND NOT is_recorded RETURNING {WriteCommand.Durability}
            """;
        _withdraw = $"""
            UPDATE {table} SET is_withdrawn = true WHERE purpose = $1 AND slot = $2 AND NOT is_withdrawn RETURNING {WriteCommand.Durability}
            """;
        _delete = $"DELETE FROM {table} WHERE purpose = $1 AND slot = $2 RETURNING {WriteCommand.Durability}";
    }

    public async ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken)
    {
        var query = new NpgsqlBatchCommand(_read) { Parameters = { SqlParameter.Of(purpose) } };
        var (keys, now) = await _database.ReadAsync(query, ReadKey, cancellationToken).ConfigureAwait(false);
        return new SigningKeyPage(keys, now);
    }

    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken) => WriteAsync(
        new NpgsqlBatchCommand(_add)
        {
            Parameters =
            {
                SqlParameter.Of(entry.Purpose),
                SqlParameter.Of(entry.Slot),
                SqlParameter.Of(entry.KeyId),
                SqlParameter.Of(entry.Algorithm),
                SqlParameter.Of(entry.Data.ToArray()),
                SqlParameter.Of(entry.ActivationDelay),
            },
        },
        cancellationToken);

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        WriteAsync(CreateCommand(_setRecorded, purpose, slot), cancellationToken);

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        WriteAsync(CreateCommand(_withdraw, purpose, slot), cancellationToken);

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        WriteAsync(CreateCommand(_delete, purpose, slot), cancellationToken);

    private static NpgsqlBatchCommand CreateCommand(string sql, string purpose, long slot) =>
        new(sql) { Parameters = { SqlParameter.Of(purpose), SqlParameter.Of(slot) } };

    private static StoredSigningKey ReadKey(NpgsqlDataReader row) => new()
    {
        Purpose = row.GetString(0),
        Slot = row.GetInt64(1),
        KeyId = row.GetString(2),
        Algorithm = row.GetString(3),
        Data = row.GetFieldValue<byte[]>(4),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
        ActivatesAt = row.GetFieldValue<DateTimeOffset>(6),
        IsWithdrawn = row.GetBoolean(7),
        IsRecorded = row.GetBoolean(8),
    };

    /// <returns>Whether the statement has changed a row.</returns>
    private async ValueTask<bool> WriteAsync(NpgsqlBatchCommand statement, CancellationToken cancellationToken) =>
        (await _database.WriteAsync(static _ => true, cancellationToken, statement).ConfigureAwait(false)).Count == 1;
}
