using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class CheckpointRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
    [
        Clean("checkpoints-deleted", "The file checkpoints was deleted.", AuditLogProblemCode.CheckpointMissing, log =>
            File.Delete(log.PathOf("checkpoints"))),
        Clean("checkpoints-emptied", "The file checkpoints is empty.", AuditLogProblemCode.CheckpointMissing, log =>
            File.WriteAllText(log.PathOf("checkpoints"), "")),
        Clean("checkpoint-malformed", "A size has a leading zero.", AuditLogProblemCode.CheckpointMalformed, log =>
            log.Edit("checkpoints", text => text.Replace("\n7\n", "\n07\n", StringComparison.Ordinal))),
        Clean("checkpoint-of-another-stream", "The checkpoints are those of another stream.", AuditLogProblemCode.CheckpointMalformed, log =>
            log.Edit("checkpoints", text => text.Replace("clinic/1", "clinic/2", StringComparison.Ordinal))),
        Clean("checkpoint-size-changed", "A size was changed.", AuditLogProblemCode.SignatureInvalid, log =>
            log.Edit("checkpoints", text => text.Replace("\n7\n", "\n8\n", StringComparison.Ordinal))),
        Clean("checkpoints-in-wrong-order", "The checkpoints are in the wrong order.", AuditLogProblemCode.CheckpointOrder, log =>
            File.WriteAllText(log.PathOf("checkpoints"), string.Concat(log.Checkpoints.Reverse<AuditLogCheckpoint>().Select(note => note.Note + "\n")))),
        Clean("checkpoint-replaced-by-older", "The file checkpoint is an older note.", AuditLogProblemCode.CheckpointNotNewest, log =>
            File.WriteAllText(log.PathOf("checkpoint"), log.Checkpoints[1].Note)),
        Clean("checkpoint-deleted", "The file checkpoint was deleted.", AuditLogProblemCode.CheckpointNotNewest, log =>
            File.Delete(log.PathOf("checkpoint"))),
        Clean("end-cut-off", "The last record was cut off.", AuditLogProblemCode.Truncated, log => log.EditLines(7, lines => lines.RemoveAt(2))),
        Clean("end-cut-off-within-line", "The last line was cut off.", AuditLogProblemCode.Truncated, log =>
            File.WriteAllText(log.Segment, File.ReadAllText(log.Segment)[..^1])),
        new("nothing-signed", "The only checkpoint has the size 0.", AuditLogVerdict.NothingChecked, AuditLogProblemCode.NothingSigned, logs =>
            logs.Fill(logs.Start().Sign(), 3)),
    ];

    private static VectorRecipe Clean(string name, string description, AuditLogProblemCode code, Action<LogBuilder> change) =>
        new(name, description, AuditLogVerdict.Invalid, code, logs => change(logs.Clean()));
}
