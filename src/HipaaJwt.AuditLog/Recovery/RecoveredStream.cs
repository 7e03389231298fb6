using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>A stream whose end was checked.</summary>
/// <param name="End">Where it continues.</param>
/// <param name="Checkpoints">The checkpoints.</param>
/// <param name="TornBytes">The number of bytes that a crash left incomplete. They are kept in a file.</param>
internal sealed record RecoveredStream(StreamEnd End, CheckpointHistory Checkpoints, long TornBytes);
