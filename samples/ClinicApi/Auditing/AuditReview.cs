using ClinicApi.Clinic;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Auditing;

/// <summary>Reads the audit trail for the information system activity review (45 CFR 164.308(a)(1)(ii)(D)).</summary>
public sealed class AuditReview(ClinicDatabase database)
{
    private const string Columns = "time, type, reason, subject, actor, permission, resource";

    public async Task<IReadOnlyList<AuditEntry>> LatestAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand($"SELECT {Columns} FROM audit_trail ORDER BY id DESC LIMIT 100", connection);
        return await command.ReadAllAsync(Entry, cancellationToken);
    }

    /// <summary>Returns the decisions of one request.</summary>
    public async Task<IReadOnlyList<AuditEntry>> FindByTraceAsync(string trace, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand($"SELECT {Columns} FROM audit_trail WHERE trace = $trace ORDER BY id", connection)
        {
            Parameters = { new("$trace", trace) },
        };
        return await command.ReadAllAsync(Entry, cancellationToken);
    }

    /// <summary>Counts the decisions of all requests.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand("SELECT count(*) FROM audit_trail WHERE trace IS NOT NULL", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Returns what the clinic did by itself, such as ending idle sessions.</summary>
    public async Task<IReadOnlyList<AuditEntry>> FindBackgroundAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand($"SELECT {Columns} FROM audit_trail WHERE trace IS NULL ORDER BY id", connection);
        return await command.ReadAllAsync(Entry, cancellationToken);
    }

    private static AuditEntry Entry(SqliteDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0),
        row.GetString(1),
        Text(row, 2),
        Text(row, 3),
        Text(row, 4),
        Text(row, 5),
        Text(row, 6));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
