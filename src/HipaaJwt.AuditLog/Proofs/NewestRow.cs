using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>Reads the newest checkpoint of a database.</summary>
internal static class NewestRow
{
    /// <summary>Reads the checkpoint without verifying its signature.</summary>
    /// <returns>The problem; null if there is none.</returns>
    public static AuditLogProblem? Read(
        AuditLogDatabaseState? state, string origin, out AuditLogCheckpoint? checkpoint)
    {
        checkpoint = null;
        if (state?.Head.Origin != origin)
        {
            return ProblemFactory.Of(AuditLogProblemCode.StreamMissing, $"The database does not contain the stream {origin}.");
        }

        if (state.Checkpoint is not { } stored)
        {
            return ProblemFactory.In(
                AuditLogProblemCode.CheckpointMissing, StreamFiles.Checkpoint, $"The database contains no checkpoint.");
        }

        return AuditLogCheckpoint.TryParse(stored.Note, out checkpoint) && checkpoint.Origin == origin
            ? null
            : ProblemFactory.In(
                AuditLogProblemCode.CheckpointMalformed, StreamFiles.Checkpoint, $"The newest one is no checkpoint of this stream.");
    }
}
