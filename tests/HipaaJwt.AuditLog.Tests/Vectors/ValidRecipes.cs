using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class ValidRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
    [
        Anchored("valid-anchored", "Three segments. The anchor covers all records.", log => log),
        NotAnchored("valid-no-anchor", "Three segments and no anchor.", logs => logs.Clean()),
        NotAnchored("valid-one-stream-directory-with-unsigned", "Two records follow the last checkpoint.", logs => logs.Fill(logs.Clean(), 2)),
        Anchored("valid-redacted", "Records 1 and 8 are redacted.", log => log.Redact(1).Redact(8)),
        Anchored("valid-without-sidecars", "The sidecars were deleted.", log => Each(log, "*.hashes", File.Delete)),
        Anchored("valid-without-vkey", "The file vkey was deleted.", log => Each(log, "vkey", File.Delete)),
        Anchored("valid-other-files", "The directory contains files that are not part of the log.", log =>
        {
            File.WriteAllText(log.PathOf("lock"), "host 1\n");
            File.WriteAllText(log.PathOf("torn-00000000000000000000-12.bin"), "torn");
            File.WriteAllText(log.PathOf("0000.jsonl"), "no segment");
            return log;
        }),
        Anchored("valid-unfinished-line", "The last segment ends within a line.", log => Append(log, log.Segment, "9 unfinished")),
        Anchored("valid-unfinished-header", "The last segment ends within its header.", log => Append(log, log.PathOf(StreamFiles.Segment(9)), "{\"fo")),
        Anchored("valid-empty-last-segment", "The last segment is an empty file.", log => Append(log, log.PathOf(StreamFiles.Segment(9)), "")),
        Anchored("valid-unfinished-note", "The file checkpoints ends within a note.", log => Append(log, log.PathOf("checkpoints"), "clinic/1\n9\n")),
        Anchored("valid-older-newest", "The file checkpoint is the last but one note.", log =>
        {
            File.WriteAllText(log.PathOf("checkpoint"), log.Checkpoints[^2].Note);
            return log;
        }),
        Anchored("valid-header-only-segment", "The last segment has a header and no record.", log => log.Rotate()),
        NotAnchored("valid-idle", "The same size is signed three times.", logs => logs.Clean().Sign().Sign()),
        NotAnchored("valid-recovered", "A crash left torn bytes, and a record says so.", logs =>
        {
            var log = logs.Fill(logs.Start(), 3).End(SegmentEnd.Recovered, "3 torn");
            logs.Fill(log, 2).Sign();
        }),
        NotAnchored("valid-abandoned", "A write failed after whole lines, and a record says so.", logs =>
        {
            var other = logs.Fill(logs.Elsewhere(), 4);
            var log = logs.Fill(logs.Start(), 3).End(SegmentEnd.Abandoned, File.ReadAllLines(other.Segment)[^1] + "\n4 torn");
            logs.Fill(log, 2).Sign();
        }),
        NotAnchored("valid-recovered-without-void-bytes", "A crash left no torn bytes.", logs =>
            logs.Fill(logs.Start(), 3).End(SegmentEnd.Recovered, "").Sign()),
        NotAnchored("valid-pruned", "The first two segments were pruned, and a record says so.", logs => logs.Clean().Prune(7)),
        NotAnchored("valid-pruned-after-recovery", "The segment before the first one that is left had crashed.", logs =>
        {
            var log = logs.Fill(logs.Start(), 3).End(SegmentEnd.Recovered, "torn").Sign();
            log.Prune(3);
        }),
        NotAnchored("valid-pruned-old-anchor", "An anchor is older than the first record that is left, another one is not.", logs =>
        {
            var log = logs.Clean().Prune(7);
            logs.Anchors.AddRange([log.Checkpoints[1], log.Checkpoints[^1]]);
        }) with { Verdict = AuditLogVerdict.Valid },
        NotAnchored("valid-two-streams", "Two streams with keys of their own.", logs =>
        {
            logs.Clean();
            var key = logs.NewKey();
            logs.TrustedKeys.Add(key);
            logs.Fill(logs.Start("two", "clinic/2", key), 300).Sign();
        }),
        NotAnchored("valid-key-changed", "The second checkpoint is signed by another trusted key.", logs =>
        {
            var first = logs.Fill(logs.Start(), 3).Sign();
            var key = logs.NewKey();
            logs.TrustedKeys.Add(key);
            using var second = new LogBuilder(logs.Directory + "/two", first.Origin, key);
            CopyRecords(first, second);
            File.AppendAllText(first.PathOf("checkpoints"), second.Checkpoints[0].Note + "\n");
            File.WriteAllText(first.PathOf("checkpoint"), second.Checkpoints[0].Note);
            Directory.Delete(second.Directory, recursive: true);
        }),
        NotAnchored("valid-witnessed", "A note has a signature line by a witness before that of the stream.", logs =>
        {
            var log = logs.Clean();
            var note = log.Checkpoints[^1].Note.Replace("\n\n", "\n\n\u2014 witness.example/1 AAAAAAAAAAAA\n", StringComparison.Ordinal);
            File.AppendAllText(log.PathOf("checkpoints"), note + "\n");
            File.WriteAllText(log.PathOf("checkpoint"), note);
        }),
    ];

    private static void CopyRecords(LogBuilder from, LogBuilder to)
    {
        foreach (var line in File.ReadAllLines(from.Segment).Skip(1))
        {
            to.Add(line[line.IndexOf('{', StringComparison.Ordinal)..]);
        }

        to.Sign();
    }

    private static LogBuilder Each(LogBuilder log, string pattern, Action<string> action)
    {
        Array.ForEach(Directory.GetFiles(log.Directory, pattern), action);
        return log;
    }

    private static LogBuilder Append(LogBuilder log, string path, string text)
    {
        File.AppendAllText(path, text);
        return log;
    }

    private static VectorRecipe Anchored(string name, string description, Func<LogBuilder, LogBuilder> change) =>
        new(name, description, AuditLogVerdict.Valid, null, logs =>
        {
            var log = change(logs.Clean());
            logs.Anchors.Add(log.Checkpoints[^1]);
        });

    private static VectorRecipe NotAnchored(string name, string description, Action<VectorLogs> write) =>
        new(name, description, AuditLogVerdict.ValidAfterAnchor, null, write);
}
