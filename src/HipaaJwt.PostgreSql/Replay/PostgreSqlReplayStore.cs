using System.Buffers.Text;
using HipaaJwt.PostgreSql.Commands;
using HipaaJwt.PostgreSql.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.PostgreSql.Replay;

/// <summary>Stores used one-time tokens and DPoP proofs. The primary key decides which use is the first. Thread-safe.</summary>
internal sealed class PostgreSqlReplayStore : IReplayStore, IExpiringStore
{
    /// <summary>The time for which an entry outlives its expiry, because the clocks of the instances and of the server differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly PostgreSqlDatabase _database;
    private readonly string _insert;
    private readonly PruneCommand _prune;

    public PostgreSqlReplayStore(PostgreSqlDatabase database, IOptions<PostgreSqlStoreOptions> options)
    {
        var table = $"\"{options.Value.Schema}\".replay";
        _database = database;
        _insert = $"""
            INSERT INTO {table} (key, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING {WriteCommand.Durability}
            """;
        _prune = new PruneCommand(table);
    }

    public async ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionDisposal = connection.ConfigureAwait(false);
        var command = connection.CreateLimitedCommand(_insert);
        await using var commandDisposal = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Base64Url.DecodeFromChars(entry.Key) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = KeptUntil(entry.ExpiresAt) });
        return await WriteCommand.ExecuteAsync(command, static _ => ReplayResult.FirstUse, ReplayResult.UsedBefore, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        return await _prune.ExecuteAsync(connection, maxEntries, cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset KeptUntil(DateTimeOffset expiresAt) =>
        DateTimeOffset.MaxValue - expiresAt < Margin ? DateTimeOffset.MaxValue : expiresAt.ToUniversalTime() + Margin;
}
