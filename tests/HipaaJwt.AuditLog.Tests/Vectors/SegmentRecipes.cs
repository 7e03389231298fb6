using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

internal static class SegmentRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
    [
        Clean("segments-missing", "All segments were deleted.", AuditLogProblemCode.SegmentsMissing, log =>
            Array.ForEach(Directory.GetFiles(log.Directory, "*.jsonl"), File.Delete)),
        Clean("first-segment-deleted", "The first segment was deleted.", AuditLogProblemCode.RecordsMissing, log =>
            File.Delete(log.PathOf(StreamFiles.Segment(0)))),
        Clean("middle-segment-deleted", "The second segment was deleted.", AuditLogProblemCode.LengthMismatch, log =>
            File.Delete(log.PathOf(StreamFiles.Segment(3)))),
        Clean("last-segment-deleted", "The last segment was deleted.", AuditLogProblemCode.Truncated, log => File.Delete(log.Segment)),
        Clean("pruned-more-than-recorded", "More segments are missing than were pruned.", AuditLogProblemCode.RecordsMissing, log =>
            log.Prune(3).Prune(7, record: false)),
        Clean("header-malformed", "The header of the first segment has a blank.", AuditLogProblemCode.HeaderMalformed, log =>
            log.Edit(StreamFiles.Segment(0), text => text.Replace("\"first\":", "\"first\": ", StringComparison.Ordinal))),
        Clean("next-header-malformed", "The header of the second segment lacks a hash.", AuditLogProblemCode.HeaderMalformed, log =>
            log.EditLines(3, lines => lines[0] = lines[0][..lines[0].IndexOf(",\"", lines[0].IndexOf('[', StringComparison.Ordinal), StringComparison.Ordinal)] + "]}")),
        Clean("first-segment-renamed", "The name of the first segment says another index.", AuditLogProblemCode.HeaderMismatch, log =>
            File.Move(log.PathOf(StreamFiles.Segment(0)), log.PathOf(StreamFiles.Segment(1)))),
        Clean("previous-removed", "The header of the second segment has no previous.", AuditLogProblemCode.HeaderMismatch, log =>
            log.EditLines(3, lines => lines[0] = lines[0][..lines[0].IndexOf(",\"previous\"", StringComparison.Ordinal)] + "}")),
        Clean("origin-changed", "The header of the second segment names another stream.", AuditLogProblemCode.HeaderMismatch, log =>
            log.Edit(StreamFiles.Segment(3), text => text.Replace("clinic/1", "clinic/2", StringComparison.Ordinal))),
        Clean("frontier-changed", "The header of the last segment has another hash.", AuditLogProblemCode.FrontierMismatch, log =>
            log.Edit(StreamFiles.Segment(7), text => Flip(text, text.IndexOf("[\"", StringComparison.Ordinal) + 2))),
        Clean("segment-too-long", "A closed segment has one line more.", AuditLogProblemCode.LengthMismatch, log =>
            log.EditLines(0, lines => lines.Add(lines[^1]))),
        Clean("reason-hidden", "The header says recovered, but the first record does not.", AuditLogProblemCode.EndUnexplained, log =>
            log.Edit(StreamFiles.Segment(7), text => text.Replace("rotated", "recovered", StringComparison.Ordinal))),
        Recovered("void-bytes-unexplained", "No record explains the void bytes.", "{\"schemaVersion\":1}"),
        Recovered("void-bytes-of-another-length", "The record names another length.", LogBuilder.Evidence(SegmentEnd.Recovered, StreamFiles.Segment(0), 7)),
        Recovered("void-bytes-of-another-segment", "The record names another segment.", LogBuilder.Evidence(SegmentEnd.Recovered, StreamFiles.Segment(2), 7)),
        new("recovery-hidden", "The header hides that the segment before had crashed.", AuditLogVerdict.Invalid, AuditLogProblemCode.EndUnexplained, logs =>
            logs.Fill(logs.Start(), 3).End(SegmentEnd.Recovered, "").Sign()
                .Edit(StreamFiles.Segment(3), text => text.Replace("\"recovered\"", "\"rotated\"", StringComparison.Ordinal))),
        Clean("line-malformed", "A line has two blanks before the hash.", AuditLogProblemCode.LineMalformed, log =>
            log.EditLines(7, lines => lines[1] = lines[1].Replace("7 ", "7  ", StringComparison.Ordinal))),
        Clean("line-leading-zero", "The index of a record has a leading zero.", AuditLogProblemCode.LineMalformed, log =>
            log.EditLines(7, lines => lines[1] = "0" + lines[1])),
        Clean("record-deleted", "Record 7 was deleted.", AuditLogProblemCode.IndexMismatch, log => log.EditLines(7, lines => lines.RemoveAt(1))),
        Clean("records-swapped", "Records 7 and 8 changed places.", AuditLogProblemCode.IndexMismatch, log =>
            log.EditLines(7, lines => (lines[1], lines[2]) = (lines[2], lines[1]))),
        Clean("record-changed", "A letter of record 7 was changed.", AuditLogProblemCode.LeafMismatch, log =>
            log.EditLines(7, lines => lines[1] = lines[1].Replace("\"salt\"", "\"sald\"", StringComparison.Ordinal))),
        Clean("redacted-hash-changed", "Record 8 is redacted, and its hash was changed.", AuditLogProblemCode.RootMismatch, log =>
            log.Redact(8).EditLines(7, lines => lines[2] = Flip(lines[2], 5))),
        Clean("redacted-in-part", "A part of record 8 is overwritten.", AuditLogProblemCode.LeafMismatch, log =>
            log.EditLines(7, lines => lines[2] = lines[2][..^5] + "-----")),
        Clean("sidecar-changed", "The first sidecar has other hashes.", AuditLogProblemCode.HashesMismatch, log =>
            File.WriteAllBytes(log.PathOf(StreamFiles.Hashes(0)), new byte[96])),
        Clean("sidecar-too-long", "The first sidecar has one hash more.", AuditLogProblemCode.HashesMismatch, log =>
            File.AppendAllText(log.PathOf(StreamFiles.Hashes(0)), new string('x', 32))),
        new("record-forged", "Record 5 was replaced, and all unsigned hashes were recomputed.", AuditLogVerdict.Invalid, AuditLogProblemCode.RootMismatch, logs =>
        {
            var log = logs.Fill(logs.Start(), 6).Sign();
            var forged = logs.Elsewhere();
            File.ReadAllLines(log.Segment).Skip(1).SkipLast(1).ToList().ForEach(line => forged.Add(line[line.IndexOf('{', StringComparison.Ordinal)..]));
            File.Copy(forged.Add("{\"schemaVersion\":1,\"text\":\"forged\"}").Segment, log.Segment, overwrite: true);
        }),
    ];

    private static string Flip(string text, int position) =>
        text[..position] + (text[position] == 'A' ? 'B' : 'A') + text[(position + 1)..];

    private static VectorRecipe Clean(string name, string description, AuditLogProblemCode code, Action<LogBuilder> change) =>
        new(name, description, AuditLogVerdict.Invalid, code, logs => change(logs.Clean()));

    private static VectorRecipe Recovered(string name, string description, string evidence) =>
        new(name, description, AuditLogVerdict.Invalid, AuditLogProblemCode.EndUnexplained, logs =>
            logs.Fill(logs.Start(), 3).End(SegmentEnd.Recovered, "torn", evidence).Sign());
}
