namespace HipaaJwt.AuditLog.Verification;

/// <summary>A note as it is stored.</summary>
/// <param name="Checkpoint">The checkpoint; null if the note is no checkpoint.</param>
/// <param name="Offset">The place of the note: its offset in the file, or its size in the database.</param>
internal sealed record StoredNote(AuditLogCheckpoint? Checkpoint, long Offset);
