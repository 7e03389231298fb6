namespace HipaaJwt.AuditLog.Verification;

/// <summary>A checkpoint of the file <c>checkpoints</c> with a valid signature, or what is wrong with it.</summary>
/// <param name="Checkpoint">The checkpoint; null if there is a problem.</param>
/// <param name="Offset">The offset of the note in the file.</param>
/// <param name="Problem">The problem; null if there is none.</param>
internal sealed record SignedNote(AuditLogCheckpoint? Checkpoint, long Offset, AuditLogProblem? Problem);
