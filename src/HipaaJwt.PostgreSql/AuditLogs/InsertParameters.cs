using HipaaJwt.PostgreSql.Commands;
using Npgsql;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>
/// The events that a statement inserts, as its first four parameters. Records contain no line feed. Texts are sent as the ASCII bytes that
/// they are: strings of whole groups would be large objects.
/// </summary>
internal static class InsertParameters
{
    private const int LeafLength = 32;
    private const int IdLength = 36;

    public static NpgsqlBatchCommand AddTo(NpgsqlBatchCommand statement, IReadOnlyList<AuditLogRow> rows)
    {
        var leaves = new byte[rows.Count * LeafLength];
        var ids = new byte[(rows.Count * (IdLength + 1)) - 1];
        var records = new byte[rows.Sum(row => row.Json.Length + 1) - 1];
        var written = 0;
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            row.Leaf.Span.CopyTo(leaves.AsSpan(index * LeafLength));
            _ = row.EventId.TryFormat(ids.AsSpan(index * (IdLength + 1)), out _);
            row.Json.Span.CopyTo(records.AsSpan(written));
            written += row.Json.Length;
            if (index < rows.Count - 1)
            {
                ids[(index * (IdLength + 1)) + IdLength] = (byte)'\n';
                records[written++] = (byte)'\n';
            }
        }

        statement.Parameters.Add(SqlParameter.Of(rows[0].Index));
        statement.Parameters.Add(SqlParameter.OfText(ids));
        statement.Parameters.Add(SqlParameter.Of(leaves));
        statement.Parameters.Add(SqlParameter.OfText(records));
        return statement;
    }
}
