namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class AnchorRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
    [
        new("anchor-required", "An anchor is required, and there is none.", AuditLogVerdict.NothingChecked, AuditLogProblemCode.AnchorMissing, logs =>
        {
            logs.Clean();
            logs.RequireAnchor = true;
        }),
        new("anchor-older", "Two records follow the anchor.", AuditLogVerdict.ValidAfterAnchor, null, logs =>
        {
            logs.RequireAnchor = true;
            logs.Anchors.Add(logs.Clean().Checkpoints[^2]);
        }),
        Invalid("anchor-by-another-key", "The anchor is signed by another key.", AuditLogProblemCode.AnchorSignatureInvalid, logs =>
        {
            logs.Clean();
            logs.Anchors.Add(logs.Fill(logs.Elsewhere(key: logs.NewKey()), 3).Sign().Checkpoints[0]);
        }),
        Invalid("written-anew-with-the-key", "The last records were written anew with the stolen key.", AuditLogProblemCode.AnchorMismatch, logs =>
        {
            logs.Clean();
            logs.Anchors.Add(logs.Fill(logs.Elsewhere(), 9).Sign().Checkpoints[0]);
        }),
        Invalid("cut-off-with-the-key", "The end was cut off with the stolen key.", AuditLogProblemCode.AnchorTruncated, logs =>
        {
            logs.Clean();
            logs.Anchors.Add(logs.Fill(logs.Elsewhere(), 10).Sign().Checkpoints[0]);
        }),
        Invalid("checkpoints-older-than-anchor", "The checkpoints after the fourth record were removed.", AuditLogProblemCode.CheckpointMissing, logs =>
        {
            var log = logs.Clean();
            File.WriteAllText(log.PathOf("checkpoints"), $"{log.Checkpoints[0].Note}\n{log.Checkpoints[1].Note}\n");
            File.WriteAllText(log.PathOf("checkpoint"), log.Checkpoints[1].Note);
            logs.Anchors.Add(log.Checkpoints[^1]);
        }),
        Invalid("anchor-too-old", "All anchors are older than the first record that is left.", AuditLogProblemCode.AnchorTooOld, logs =>
            logs.Anchors.Add(logs.Clean().Prune(7).Checkpoints[1])),
        Invalid("pruned-after-anchor", "The record about pruning follows the anchor.", AuditLogProblemCode.RecordsMissing, logs =>
            logs.Anchors.Add(logs.Clean().Prune(7).Checkpoints[^2])),
    ];

    private static VectorRecipe Invalid(string name, string description, AuditLogProblemCode code, Action<VectorLogs> write) =>
        new(name, description, AuditLogVerdict.Invalid, code, write);
}
