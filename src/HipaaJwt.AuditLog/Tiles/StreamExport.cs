using System.Text;
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
        var folder = new TileFolder(target);
        using var hash = new MerkleHash();
        var (tiles, bundles, tree) = (new TileTree(hash, folder), new EntryBundles(folder), new MerkleFrontier(hash));
        AuditLogProblem? problem;
        try
        {
            folder.Reset(StreamFiles.Checkpoint);
            CopyRecords(hash, segments, checkpoint.Size, (leaf, line) =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                tree.Append(leaf);
                tiles.Append(leaf);
                bundles.Append(line.Json, line.IsRedacted);
            });
            tiles.Finish();
            bundles.Finish();
            problem = Finish(folder, tree, checkpoint);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = ProblemFactory.Of(AuditLogProblemCode.TargetUnwritable, $"The export failed: {exception.GetType().Name}.");
        }

        return new AuditLogTilesResult
        {
            Size = tree.Count,
            Tiles = tiles.Written,
            Bundles = bundles.Written,
            RedactedBundles = bundles.Redacted,
            Problem = problem,
        };
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

    private static AuditLogProblem? Finish(TileFolder folder, MerkleFrontier tree, AuditLogCheckpoint checkpoint)
    {
        if (tree.Count != checkpoint.Size || !tree.Root().AsSpan().SequenceEqual(checkpoint.Root.Span))
        {
            return ProblemFactory.In(
                AuditLogProblemCode.RootMismatch,
                StreamFiles.Checkpoint,
                $"The records do not have the root of the newest checkpoint. Verify the log.");
        }

        folder.Write(StreamFiles.Checkpoint, Encoding.UTF8.GetBytes(checkpoint.Note));
        return null;
    }

    private static AuditLogTilesResult Fail(AuditLogProblem problem) => new() { Problem = problem };

    private delegate void RecordAction(ReadOnlySpan<byte> leaf, LogLine line);
}
