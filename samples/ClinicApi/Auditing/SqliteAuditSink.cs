using System.Globalization;
using ClinicApi.Clinic;
using HipaaJwt;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Auditing;

/// <summary>Writes audit events to the database of the clinic. SQLite has flushed an event to disk when the write returns.</summary>
public sealed class SqliteAuditSink(ClinicDatabase database) : IAuditSink
{
    public async ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO audit_event (id, time, type, reason, issuer, subject, client, token, permission, resource, trace, remote_address)
            VALUES ($id, $time, $type, $reason, $issuer, $subject, $client, $token, $permission, $resource, $trace, $remote_address)
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection)
        {
            Parameters =
            {
                new("$id", auditEvent.Id.ToString()),
                new("$time", auditEvent.Time.ToString("O", CultureInfo.InvariantCulture)),
                new("$type", auditEvent.Type.ToString()),
                Optional("$reason", ReasonOf(auditEvent)),
                Optional("$issuer", auditEvent.Issuer),
                Optional("$subject", auditEvent.Subject),
                Optional("$client", auditEvent.ClientId),
                Optional("$token", auditEvent.TokenId),
                Optional("$permission", auditEvent.Permissions.Count == 0 ? null : string.Join(' ', auditEvent.Permissions)),
                Optional("$resource", auditEvent.Resource),
                Optional("$trace", auditEvent.TraceId),
                Optional("$remote_address", auditEvent.RemoteAddress?.ToString()),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string? ReasonOf(AuditEvent auditEvent) => auditEvent.ReasonCode == JwtErrorCode.None
        ? null
        : new JwtError(auditEvent.ReasonCode, auditEvent.ReasonMember).ToString();

    private static SqliteParameter Optional(string name, string? value) => new(name, (object?)value ?? DBNull.Value);
}
