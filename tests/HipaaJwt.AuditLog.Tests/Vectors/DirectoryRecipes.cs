namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class DirectoryRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
    [
        NothingChecked("directory-missing", "The directory does not exist.", AuditLogProblemCode.DirectoryMissing, logs => Directory.Delete(logs.Directory)),
        NothingChecked("directory-without-stream", "The directory contains a file that is no log.", AuditLogProblemCode.NoStream, logs =>
            File.WriteAllText(Path.Combine(logs.Directory, "readme.txt"), "No log.\n")),
        NothingChecked("no-key", "No key is trusted.", AuditLogProblemCode.KeyMissing, logs =>
        {
            logs.Clean();
            logs.TrustedKeys.Clear();
        }),
        Invalid("stream-missing", "An anchor names a stream that does not exist.", AuditLogProblemCode.StreamMissing, logs =>
        {
            logs.Clean();
            logs.Anchors.Add(logs.Fill(logs.Elsewhere("clinic/2"), 1).Sign().Checkpoints[0]);
        }),
        Invalid("stream-copied", "Two directories contain the same stream.", AuditLogProblemCode.DuplicateOrigin, logs =>
        {
            var log = logs.Clean();
            var copy = Directory.CreateDirectory(Path.Combine(logs.Directory, "two")).FullName;
            Array.ForEach(Directory.GetFiles(log.Directory), path => File.Copy(path, Path.Combine(copy, Path.GetFileName(path))));
        }),
        Invalid("one-of-two-streams-changed", "The second stream lost its checkpoints.", AuditLogProblemCode.CheckpointMissing, logs =>
        {
            logs.Clean();
            File.Delete(logs.Fill(logs.Start("two", "clinic/2"), 1).Sign().PathOf("checkpoints"));
        }),
        Invalid("wrong-key", "The trusted key is another one.", AuditLogProblemCode.VerifierKeyMismatch, logs =>
        {
            logs.Clean();
            logs.TrustedKeys.Clear();
            logs.TrustedKeys.Add(logs.NewKey());
        }),
        Invalid("wrong-key-without-vkey", "The trusted key is another one, and the file vkey does not exist.", AuditLogProblemCode.SignatureInvalid, logs =>
        {
            File.Delete(logs.Clean().PathOf("vkey"));
            logs.TrustedKeys.Clear();
            logs.TrustedKeys.Add(logs.NewKey());
        }),
        Invalid("vkey-changed", "The file vkey has another key id.", AuditLogProblemCode.VerifierKeyMismatch, logs =>
            logs.Clean().Edit("vkey", text => text.Replace(logs.Key.KeyId, "00000000", StringComparison.Ordinal))),
    ];

    private static VectorRecipe NothingChecked(string name, string description, AuditLogProblemCode code, Action<VectorLogs> write) =>
        new(name, description, AuditLogVerdict.NothingChecked, code, write);

    private static VectorRecipe Invalid(string name, string description, AuditLogProblemCode code, Action<VectorLogs> write) =>
        new(name, description, AuditLogVerdict.Invalid, code, write);
}
