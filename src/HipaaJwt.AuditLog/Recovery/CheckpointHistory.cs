using System.Text;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>Reads the newest checkpoint of a stream, and how much of the file with all checkpoints is complete.</summary>
/// <param name="Newest">The newest checkpoint; null if there is none.</param>
/// <param name="Length">The number of valid bytes of the file with all checkpoints.</param>
internal sealed record CheckpointHistory(AuditLogCheckpoint? Newest, long Length)
{
    /// <summary>Longer than any two notes.</summary>
    private const int TailLength = 4 * AuditLogCheckpoint.MaxNoteLength;


    /// <exception cref="AuditLogDamagedException">A checkpoint is not by the key of the stream.</exception>
    public static CheckpointHistory Read(LogStream stream)
    {
        var (last, length) = ReadLast(stream);
        var newest = ReadNewest(stream);
        if (newest is null || (last is not null && last.Size > newest.Size))
        {
            newest = last;
        }

        if (newest is not null)
        {
            RequireSignature(stream, newest, StreamFiles.Checkpoint);
        }

        return new CheckpointHistory(newest, length);
    }

    /// <summary>Requires that a checkpoint is about a stream and signed by its key.</summary>
    public static void RequireSignature(LogStream stream, AuditLogCheckpoint checkpoint, string source)
    {
        if (checkpoint.Origin != stream.Origin || !stream.Key.VerifierKey.Verifies(checkpoint))
        {
            throw new AuditLogDamagedException(
                $"{source} of the audit log {stream.Origin} is not signed by its key. Find out who changed it before "
                + "you start the service. To begin a new stream, move the directory of this one away.");
        }
    }

    private static AuditLogCheckpoint? ReadNewest(LogStream stream)
    {
        var path = stream.PathOf(StreamFiles.Checkpoint);
        return stream.Disk.Exists(path) && AuditLogCheckpoint.TryParse(stream.Disk.ReadText(path), out var newest) ? newest : null;
    }

    private static (AuditLogCheckpoint? Last, long Length) ReadLast(LogStream stream)
    {
        var path = stream.PathOf(StreamFiles.Checkpoints);
        if (!stream.Disk.Exists(path))
        {
            return (null, 0);
        }

        using var file = stream.Disk.OpenRead(path);
        var skipped = Math.Max(0, file.Length - TailLength);
        file.Position = skipped;
        var tail = new byte[file.Length - skipped];
        file.ReadExactly(tail);
        var end = EndOfLastEntry(tail);
        if (end == 0)
        {
            return (null, skipped);
        }

        var start = EndOfLastEntry(tail.AsSpan(0, end - 1));
        var note = Encoding.UTF8.GetString(tail.AsSpan(start, end - 1 - start));
        return (AuditLogCheckpoint.TryParse(note, out var last) ? last : null, skipped + end);
    }

    /// <summary>An entry ends with an empty line after a line with a signature. The text of a note also ends with an empty line.</summary>
    private static int EndOfLastEntry(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> entryEnd = "\n\n"u8, signatureStart = "\n— "u8;
        var search = bytes;
        while (search.LastIndexOf(entryEnd) is var end and >= 0)
        {
            var line = search[..end].LastIndexOf((byte)'\n');
            if (line >= 0 && search[line..].StartsWith(signatureStart))
            {
                return end + entryEnd.Length;
            }

            search = search[..(end + 1)];
        }

        return 0;
    }
}
