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
    DateTimeOffset Time, string Event, string? Reason, string? Subject, string? Actor, string? Permission, string? Resource);
