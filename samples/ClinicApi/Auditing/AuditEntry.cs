using HipaaJwt;

namespace ClinicApi.Auditing;

/// <summary>One decision in the audit trail.</summary>
/// <param name="Time">The time of the decision.</param>
/// <param name="Event">The type of the event, such as <c>AccessDenied</c>.</param>
/// <param name="Reason">
/// The error of a rejected token or denied access, such as <c>507 TokenExpired (exp)</c>, or why a token was revoked or a session ended.
/// </param>
/// <param name="Subject">The subject of the token; null before its signature has been verified.</param>
/// <param name="Actor">The administrator who ended the session of the subject.</param>
/// <param name="Permission">The required permission.</param>
/// <param name="Resource">The requested resource, or what was revoked or replaced.</param>
public sealed record AuditEntry(
    DateTimeOffset Time, string Event, string? Reason, string? Subject, string? Actor, string? Permission, string? Resource)
{
    public static AuditEntry From(AuditEvent auditEvent)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        return new AuditEntry(
            auditEvent.Time,
            auditEvent.Type.ToString(),
            ReasonOf(auditEvent),
            auditEvent.Subject,
            auditEvent.Actor,
            auditEvent.Permissions.Count == 0 ? null : string.Join(' ', auditEvent.Permissions),
            ResourceOf(auditEvent));
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
}
