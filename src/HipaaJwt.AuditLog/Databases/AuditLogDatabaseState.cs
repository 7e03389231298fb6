namespace HipaaJwt;

/// <summary>What a database contains at one moment.</summary>
/// <param name="Head">The head.</param>
/// <param name="EndIndex">One more than the largest index of an event; 0 if there is none.</param>
/// <param name="Checkpoint">The checkpoint of the largest size; null if there is none.</param>
public sealed record AuditLogDatabaseState(AuditLogHead Head, long EndIndex, AuditLogStoredCheckpoint? Checkpoint);
