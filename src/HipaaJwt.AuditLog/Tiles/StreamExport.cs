using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>Exports one stream.</summary>
internal static class StreamExport
{
    public static AuditLogTilesResult Export(string directory, string origin, string target, CancellationToken cancellationToken)
    {
        StreamSegments segments;
        AuditLogCheckpoint? checkpoint;
        try
        {
            if (StreamDirectories.Find(directory, origin) is not { } stream)
            {
                return Fail(ProblemFactory.Of(AuditLogProblemCode.StreamMissing, $"The directory does not contain the stream {origin}."));
            }

            if (NewestCheckpoint.Read(stream, origin, out checkpoint) is { } problem)
            {
                return Fail(problem);
            }

            segments = new StreamSegments(stream);
            if (segments.First > 0)
            {
                return Fail(ProblemFactory.In(
                    AuditLogProblemCode.RecordsMissing,
                    null,
                    $"The records before {segments.First} are missing. Tiles need all of them.",
                    0));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(ProblemFactory.Unreadable(null, exception));
        }

        return Write(segments, checkpoint!, target, cancellationToken);
    }

    private static AuditLogTilesResult Write(
        StreamSegments segments, AuditLogCheckpoint checkpoint, string target, CancellationToken cancellationToken)
    {
        using var writer = new TileWriter(target);
        AuditLogProblem? problem;
        try
        {
            writer.Start();
            CopyRecords(writer.Hash, segments, checkpoint.Size, (leaf, line) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Append(leaf, line.Json, line.IsRedacted);
            });
            problem = writer.Finish(checkpoint);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = TileWriter.Unwritable(exception);
        }

        return writer.ToResult(problem);
    }

    private static void CopyRecords(MerkleHash hash, StreamSegments segments, long size, RecordAction append)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        long next = 0;
        for (var position = 0; position < segments.Count && next < size; position++)
        {
            using var records = segments.Open(position);
            while (next < size && records.TryRead(out var line) && line.Index == next && RecordLeaf.TryRead(hash, line, leaf))
            {
                append(leaf, line);
                next++;
            }
        }
    }

    private static AuditLogTilesResult Fail(AuditLogProblem problem) => new() { Problem = problem };

    private delegate void RecordAction(ReadOnlySpan<byte> leaf, LogLine line);
}
