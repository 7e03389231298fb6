using System.Buffers.Binary;
using HipaaJwt.PostgreSql.Schema;
using Npgsql;

namespace HipaaJwt.PostgreSql.Revocations;

/// <summary>Reads a page of the log from the results of its two statements.</summary>
internal static class LogPageReader
{
    /// <exception cref="ReadOnlyServerException">The server may not have the last revocations.</exception>
    public static async ValueTask<RevocationLogPage> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var start = ReadStart(reader);
        List<LoggedRevocation> revocations = [];
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Each statement sees what was committed when it began, so the log may already have more than its head.
            if (reader.GetInt64(0) <= start.Head?.Sequence)
            {
                revocations.Add(ReadRevocation(reader));
            }
        }

        return start with { Revocations = revocations };
    }

    private static RevocationLogPage ReadStart(NpgsqlDataReader reader) => reader.GetBoolean(0)
        ? throw new ReadOnlyServerException()
        : new RevocationLogPage
        {
            Head = reader.IsDBNull(2) ? null : ReadHead(reader),
            Now = reader.GetFieldValue<DateTimeOffset>(1),
            TagAtPosition = reader.IsDBNull(6) ? null : reader.GetInt64(6),
            Revocations = [],
        };

    private static RevocationLogHead ReadHead(NpgsqlDataReader reader) => new()
    {
        Epoch = reader.GetGuid(2),
        Floor = reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
        Sequence = reader.GetInt64(4),
        Tag = reader.GetInt64(5),
    };

    private static LoggedRevocation ReadRevocation(NpgsqlDataReader reader) => new()
    {
        Sequence = reader.GetInt64(0),
        Tag = reader.GetInt64(1),
        Kind = (RevocationKind)reader.GetInt16(2),
        Key = BinaryPrimitives.ReadUInt128BigEndian(reader.GetFieldValue<byte[]>(3)),
        RevokedAt = reader.GetFieldValue<DateTimeOffset>(4),
        ExpiresAt = reader.GetFieldValue<DateTimeOffset>(5),
    };
}
