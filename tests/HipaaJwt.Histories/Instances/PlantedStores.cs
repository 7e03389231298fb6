using System.Buffers.Binary;
using Npgsql;

namespace HipaaJwt.Histories.Instances;

/// <summary>Continues with the first epoch, whatever the store answers.</summary>
internal sealed class UnnoticedLoss(IRevocationStore store) : IRevocationStore
{
    private Guid? _epoch;

    public async ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        var page = await store.ReadAsync(position, maxRevocations, cancellationToken);
        if (_epoch is null)
        {
            _epoch = page.Head?.Epoch;
            return page;
        }

        return page with
        {
            Head = new RevocationLogHead
            {
                Epoch = _epoch.Value,
                Floor = null,
                Sequence = Math.Max(position.Sequence, page.Head?.Sequence ?? 0),
                Tag = page.Head?.Sequence > position.Sequence ? page.Head.Tag : position.Tag,
            },
            TagAtPosition = position.Tag,
        };
    }

    public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
        await store.AppendAsync(entry, cancellationToken) is { } appended ? appended with { Epoch = _epoch ?? appended.Epoch } : null;

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
        store.StartEpochAsync(replaced, hasFloor: _epoch is null && hasFloor, cancellationToken);
}

/// <summary>Takes what arrives for all that there is: one in ten revocations does not arrive.</summary>
internal sealed class LossyMessages(IRevocationStore store) : IRevocationStore
{
    public async ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        var page = await store.ReadAsync(position, maxRevocations, cancellationToken);
        return page with { Revocations = [.. page.Revocations.Where(_ => Random.Shared.Next(10) != 0)] };
    }

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
        store.AppendAsync(entry, cancellationToken);

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
        store.StartEpochAsync(replaced, hasFloor, cancellationToken);
}

/// <summary>Numbers appends with a database sequence. They commit in another order, because each takes another time.</summary>
internal sealed class SequenceNumberedLog(IRevocationStore store, NpgsqlDataSource database) : IRevocationStore
{
    private const string Number =
        "CREATE SEQUENCE IF NOT EXISTS hipaajwt.numbers START 1000000; SELECT nextval('hipaajwt.numbers')";

    private const string Insert = """
        WITH head AS (
            UPDATE hipaajwt.revocation_head SET seq = greatest(seq, $1), tag = CASE WHEN $1 > seq THEN $2 ELSE tag END RETURNING epoch)
        INSERT INTO hipaajwt.revocation (seq, tag, kind, key, revoked_at, expires_at)
        SELECT $1, $2, $3, $4, clock_timestamp(), clock_timestamp() + $5 FROM head
        RETURNING (SELECT epoch FROM head), revoked_at, expires_at
        """;

    public ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken) =>
        store.ReadAsync(position, maxRevocations, cancellationToken);

    public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var number = new NpgsqlCommand(Number, connection);
        var sequence = (long)(await number.ExecuteScalarAsync(cancellationToken))!;
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(300)), TimeProvider.System, cancellationToken);

        var (tag, key) = (Random.Shared.NextInt64(), new byte[16]);
        BinaryPrimitives.WriteUInt128BigEndian(key, entry.Key);
        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = sequence },
                new() { Value = tag },
                new() { Value = (short)entry.Kind },
                new() { Value = key },
                new() { Value = entry.Retention },
            },
        };
        await using var row = await insert.ExecuteReaderAsync(cancellationToken);
        return !await row.ReadAsync(cancellationToken) ? null : new LoggedRevocation
        {
            Epoch = row.GetGuid(0),
            Sequence = sequence,
            Tag = tag,
            Kind = entry.Kind,
            Key = entry.Key,
            RevokedAt = row.GetDateTime(1),
            ExpiresAt = row.GetDateTime(2),
        };
    }

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
        store.StartEpochAsync(replaced, hasFloor, cancellationToken);
}
