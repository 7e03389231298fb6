using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>Reads the newest checkpoint of a stream.</summary>
internal static class NewestCheckpoint
{
    /// <summary>Reads the checkpoint without verifying its signature.</summary>
    /// <returns>The problem; null if there is none.</returns>
    public static AuditLogProblem? Read(string stream, string origin, out AuditLogCheckpoint? checkpoint)
    {
        checkpoint = null;
        var text = LogFile.TryReadText(Path.Combine(stream, StreamFiles.Checkpoint), AuditLogCheckpoint.MaxNoteLength);
        if (text is null)
        {
            return ProblemFactory.In(
                AuditLogProblemCode.CheckpointMissing, StreamFiles.Checkpoint, $"The stream has no readable checkpoint.");
        }

        return AuditLogCheckpoint.TryParse(text, out checkpoint) && checkpoint.Origin == origin
            ? null
            : ProblemFactory.In(
                AuditLogProblemCode.CheckpointMalformed, StreamFiles.Checkpoint, $"The file is no checkpoint of this stream.");
    }
}
