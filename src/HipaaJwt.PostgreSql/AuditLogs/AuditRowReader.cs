using System.Text;
using Npgsql;

namespace HipaaJwt.PostgreSql.AuditLogs;

/// <summary>Reads the rows of an audit log.</summary>
internal static class AuditRowReader
{
    public static AuditLogHead ReadHead(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));

    public static AuditLogDatabaseState ReadState(NpgsqlDataReader row) =>
        new(ReadHead(row), row.GetInt64(4), row.IsDBNull(5) ? null : ReadCheckpoint(row, 5));

    public static AuditLogRow ReadEvent(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2), Encoding.UTF8.GetBytes(row.GetString(3)));

    public static AuditLogStoredCheckpoint ReadCheckpoint(NpgsqlDataReader row) => ReadCheckpoint(row, 0);

    private static AuditLogStoredCheckpoint ReadCheckpoint(NpgsqlDataReader row, int column) =>
        new(row.GetInt64(column), row.GetString(column + 1), row.GetFieldValue<byte[]>(column + 2));
}
