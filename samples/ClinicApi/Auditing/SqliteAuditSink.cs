using System.Globalization;
using ClinicApi.Clinic;
using HipaaJwt;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Auditing;

/// <summary>Writes audit events to the database of the clinic. SQLite has flushed an event to disk when the write returns.</summary>
/// <remarks>
/// The asynchronous methods of Microsoft.Data.Sqlite block their thread, and they ignore the cancellation token. HipaaJwt calls a
/// sink on a separate thread and denies the decision after <c>Audit:WriteTimeout</c>. The command must give up earlier, so that
/// it does not store the event of a decision that was denied.
/// </remarks>
public sealed class SqliteAuditSink(ClinicDatabase database, AuditOptions options) : IAuditSink
{
    /// <summary>The time that a command waits for the lock of the database, in whole seconds. 0 would wait without a limit.</summary>
    private readonly int _commandTimeout = Math.Max(1, (int)(options.WriteTimeout / 2).TotalSeconds);

    public async ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO audit_trail
                (id, time, type, reason, issuer, subject, client, session, actor, token, permission, resource, trace, remote_address)
            VALUES
                ($id, $time, $type, $reason, $issuer, $subject, $client, $session, $actor, $token, $permission, $resource, $trace,
                $remote_address)
            """;
        cancellationToken.ThrowIfCancellationRequested();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection)
        {
            CommandTimeout = _commandTimeout,
            Parameters =
            {
                new("$id", auditEvent.Id.ToString()),
                new("$time", auditEvent.Time.ToString("O", CultureInfo.InvariantCulture)),
                new("$type", auditEvent.Type.ToString()),
                Optional("$reason", ReasonOf(auditEvent)),
                Optional("$issuer", auditEvent.Issuer),
                Optional("$subject", auditEvent.Subject),
                Optional("$client", auditEvent.ClientId),
                Optional("$session", auditEvent.SessionId),
                Optional("$actor", auditEvent.Actor),
                Optional("$token", auditEvent.TokenId),
                Optional("$permission", auditEvent.Permissions.Count == 0 ? null : string.Join(' ', auditEvent.Permissions)),
                Optional("$resource", ResourceOf(auditEvent)),
                Optional("$trace", auditEvent.TraceId),
                Optional("$remote_address", auditEvent.RemoteAddress?.ToString()),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string? ReasonOf(AuditEvent auditEvent) => auditEvent.ReasonCode == JwtErrorCode.None
        ? auditEvent.RevocationReason?.ToString() ?? auditEvent.SessionEndReason?.ToString() ?? (auditEvent.IsRetry ? "Retry" : null)
        : new JwtError(auditEvent.ReasonCode, auditEvent.ReasonMember).ToString();

    /// <summary>Returns what was requested or changed, such as "Subject dr.rivera of https://issuer.clinic.example".</summary>
    private static string? ResourceOf(AuditEvent auditEvent) => auditEvent.Type switch
    {
        AuditEventType.TokenRevoked => $"{auditEvent.ResourceType} {auditEvent.ResourceId} of {auditEvent.Resource}",
        AuditEventType.SigningKeyChanged => $"{auditEvent.Action} {auditEvent.ResourceId}",
        _ => auditEvent.Resource,
    };

    private static SqliteParameter Optional(string name, string? value) => new(name, (object?)value ?? DBNull.Value);
}
