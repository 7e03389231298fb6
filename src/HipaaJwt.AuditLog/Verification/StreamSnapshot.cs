using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>
/// What a stream consists of at one moment, so that it can be verified while it is written: checkpoints are taken first, and then the
/// segments, which contain at least what the checkpoints cover.
/// </summary>
/// <param name="Newest">The text of the file <c>checkpoint</c>; null if there is none.</param>
/// <param name="CheckpointsLength">The length of the file <c>checkpoints</c>; 0 if there is none.</param>
/// <param name="Segments">The segments in the order of their records.</param>
internal sealed record StreamSnapshot(string? Newest, long CheckpointsLength, IReadOnlyList<SegmentFile> Segments)
{
    private const int MaxAttempts = 10;

    public static StreamSnapshot Take(string directory)
    {
        var path = Path.Combine(directory, StreamFiles.Checkpoint);
        var newest = LogFile.TryReadText(path, AuditLogCheckpoint.MaxNoteLength);
        var length = LengthOf(directory);
        for (var attempt = 1; attempt < MaxAttempts; attempt++)
        {
            var again = LogFile.TryReadText(path, AuditLogCheckpoint.MaxNoteLength);
            if (again == newest)
            {
                break;
            }

            (newest, length) = (again, LengthOf(directory));
        }

        return new StreamSnapshot(newest, length, SegmentFile.List(directory));
    }

    private static long LengthOf(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, StreamFiles.Checkpoints));
        return file.Exists ? file.Length : 0;
    }
}
