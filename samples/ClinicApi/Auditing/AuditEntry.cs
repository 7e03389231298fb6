namespace ClinicApi.Auditing;

/// <summary>One decision, for those who review the trail.</summary>
/// <param name="Time">When it was made.</param>
/// <param name="Event">What was decided, such as <c>AccessDenied</c>.</param>
/// <param name="Reason">Why it was refused, such as <c>507 TokenExpired (exp)</c>.</param>
/// <param name="Subject">Who asked, where the signature of the token was good.</param>
/// <param name="Permission">The permission that was asked for.</param>
/// <param name="Resource">What was asked for.</param>
public sealed record AuditEntry(DateTimeOffset Time, string Event, string? Reason, string? Subject, string? Permission, string? Resource);
