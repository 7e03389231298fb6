using System.Buffers.Binary;
using System.Security.Cryptography;
using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.PostgreSql.Revocations;

/// <summary>Stores revocations in a log that the row of its head orders. Each operation is one round trip. Thread-safe.</summary>
internal sealed class PostgreSqlRevocationStore : IRevocationStore, IExpiringStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly AppendListener _listener;
    private readonly RevocationStatements _sql;
    private readonly PruneCommand _prune;
    private readonly bool _usesNotifications;

    public PostgreSqlRevocationStore(
        PostgreSqlDatabase database, AppendListener listener, RevocationStatements statements, IOptions<PostgreSqlStoreOptions> options)
    {
        _database = database;
        _listener = listener;
        _sql = statements;
        _prune = new PruneCommand(statements.Table);
        _usesNotifications = options.Value.UseNotifications;
    }

    public async ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection)
        {
            Timeout = NpgsqlConnectionExtensions.TimeoutSeconds,
            BatchCommands =
            {
                new NpgsqlBatchCommand(_sql.ReadHead) { Parameters = { SqlParameter.Of(position.Sequence) } },
                new NpgsqlBatchCommand(_sql.ReadLog)
                {
                    Parameters = { SqlParameter.Of(position.Sequence), SqlParameter.Of((long)maxRevocations) },
                },
            },
        };
        await using var batchDisposal = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        return await LogPageReader.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var command = connection.CreateLimitedCommand(_sql.Append);
        await using var commandDisposal = command.ConfigureAwait(false);
        var (tag, key) = (NewTag(), new byte[16]);
        BinaryPrimitives.WriteUInt128BigEndian(key, entry.Key);
        command.Parameters.Add(SqlParameter.Of(tag));
        command.Parameters.Add(SqlParameter.Of((short)entry.Kind));
        command.Parameters.Add(SqlParameter.Of(key));
        command.Parameters.Add(SqlParameter.Of(entry.Retention));
        return await WriteCommand.ExecuteAsync(command, reader => ReadAppended(reader, entry, tag), null, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var command = connection.CreateLimitedCommand(replaced is null ? _sql.StartFirstEpoch : _sql.StartNextEpoch);
        await using var commandDisposal = command.ConfigureAwait(false);
        command.Parameters.Add(SqlParameter.Of(Guid.NewGuid()));
        command.Parameters.Add(SqlParameter.Of(NewTag()));
        command.Parameters.Add(SqlParameter.Of(hasFloor));
        if (replaced is { } epoch)
        {
            command.Parameters.Add(SqlParameter.Of(epoch));
        }

        await WriteCommand.ExecuteAsync(command, static _ => true, false, cancellationToken).ConfigureAwait(false);
    }

    public Task WaitForAppendAsync(CancellationToken cancellationToken) =>
        _usesNotifications ? _listener.WaitAsync(cancellationToken) : Task.Delay(Timeout.Infinite, cancellationToken);

    public async ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        return await _prune.ExecuteAsync(connection, maxEntries, cancellationToken).ConfigureAwait(false);
    }

    private static LoggedRevocation? ReadAppended(NpgsqlDataReader reader, RevocationEntry entry, long tag) => new()
    {
        Epoch = reader.GetGuid(0),
        Sequence = reader.GetInt64(1),
        Tag = tag,
        Kind = entry.Kind,
        Key = entry.Key,
        RevokedAt = reader.GetFieldValue<DateTimeOffset>(2),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(3),
    };

    private static long NewTag() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
}
