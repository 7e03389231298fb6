using System.Text;
using HipaaJwt.PostgreSql.Commands;
using Npgsql;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>The events that a statement inserts, as its first four parameters. Records contain no line feed.</summary>
internal static class InsertParameters
{
    private const int LeafLength = 32;

    public static NpgsqlBatchCommand AddTo(NpgsqlBatchCommand statement, IReadOnlyList<AuditLogRow> rows)
    {
        var leaves = new byte[rows.Count * LeafLength];
        StringBuilder ids = new(), records = new();
        for (var index = 0; index < rows.Count; index++)
        {
            rows[index].Leaf.Span.CopyTo(leaves.AsSpan(index * LeafLength));
            var separator = index == 0 ? string.Empty : "\n";
            ids.Append(separator).Append(rows[index].EventId);
            records.Append(separator).Append(Encoding.ASCII.GetString(rows[index].Json.Span));
        }

        statement.Parameters.Add(SqlParameter.Of(rows[0].Index));
        statement.Parameters.Add(SqlParameter.Of(ids.ToString()));
        statement.Parameters.Add(SqlParameter.Of(leaves));
        statement.Parameters.Add(SqlParameter.Of(records.ToString()));
        return statement;
    }
}
