namespace HipaaJwt.AuditLog.Verification;

/// <summary>A line that is wrong.</summary>
/// <param name="Code">What is wrong with it.</param>
/// <param name="Offset">The offset of the line in the segment.</param>
/// <param name="Index">The index of the record that was expected.</param>
internal sealed record LineProblem(AuditLogProblemCode Code, long Offset, long Index)
{
    public AuditLogProblem In(string file, long line) => new(Code, file, line, Offset, Index, Code switch
    {
        AuditLogProblemCode.IndexMismatch => $"Record {Index} is expected here. A record was deleted, inserted or moved.",
        AuditLogProblemCode.LeafMismatch => $"Record {Index} does not have the hash in its line. The record or the hash was changed.",
        _ => $"Record {Index} is expected here, but the line is no record.",
    });
}
