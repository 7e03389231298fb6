using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>Why a record cannot be proved, in files and in databases.</summary>
internal static class RecordProblems
{
    public static AuditLogProblem NotFound(long index) =>
        ProblemFactory.In(AuditLogProblemCode.RecordNotFound, null, $"The stream has no record {index}.", index);

    public static AuditLogProblem NotCovered(long size, long index) => ProblemFactory.In(
        AuditLogProblemCode.RecordNotCovered,
        StreamFiles.Checkpoint,
        $"The newest checkpoint covers {size} records. Wait for the next one.",
        index);

    public static AuditLogProblem RootMismatch(long? index) => ProblemFactory.In(
        AuditLogProblemCode.RootMismatch,
        StreamFiles.Checkpoint,
        $"The records do not have the root of the newest checkpoint. Verify the log.",
        index);
}
