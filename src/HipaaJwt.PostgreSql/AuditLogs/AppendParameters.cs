using HipaaJwt.PostgreSql.Commands;
using Npgsql;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>
/// The arguments of the function <c>append</c>: events, the head that follows, and the expected one. Records contain no line feed. Texts
/// are sent as the ASCII bytes that they are: strings of whole groups would be large objects.
/// </summary>
internal static class AppendParameters
{
    private const int LeafLength = 32;
    private const int IdLength = 36;

    public static NpgsqlBatchCommand AddTo(NpgsqlBatchCommand statement, AuditLogHead expected, AuditLogAppend append)
    {
        AddEvents(statement, expected.Size, append.Rows);
        statement.Parameters.Add(SqlParameter.Of(append.Head.Size));
        statement.Parameters.Add(SqlParameter.Of(append.Head.Frontier.ToArray()));
        statement.Parameters.Add(SqlParameter.Of(expected.Size));
        statement.Parameters.Add(SqlParameter.Of(expected.Frontier.ToArray()));
        statement.Parameters.Add(SqlParameter.Of(expected.Origin));
        return statement;
    }

    private static void AddEvents(NpgsqlBatchCommand statement, long first, IReadOnlyList<AuditLogRow> rows)
    {
        var leaves = new byte[rows.Count * LeafLength];
        var ids = new byte[Math.Max(0, (rows.Count * (IdLength + 1)) - 1)];
        var records = new byte[Math.Max(0, rows.Sum(row => row.Json.Length + 1) - 1)];
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

        statement.Parameters.Add(SqlParameter.Of(first));
        statement.Parameters.Add(SqlParameter.OfText(ids));
        statement.Parameters.Add(SqlParameter.Of(leaves));
        statement.Parameters.Add(SqlParameter.OfText(records));
    }
}
