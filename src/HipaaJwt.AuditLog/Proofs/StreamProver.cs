using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Reading;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>Proves records of one stream.</summary>
internal static class StreamProver
{
    public static AuditLogProofResult Prove(string directory, string origin, long index, CancellationToken cancellationToken)
    {
        try
        {
            if (StreamDirectories.Find(directory, origin) is not { } stream)
            {
                return Fail(ProblemFactory.Of(AuditLogProblemCode.StreamMissing, $"The directory does not contain the stream {origin}."));
            }

            return NewestCheckpoint.Read(stream, origin, out var checkpoint) is { } problem
                ? Fail(problem)
                : Prove(new StreamSegments(stream), checkpoint!, index, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(ProblemFactory.Unreadable(null, exception));
        }
    }

    private static AuditLogProofResult Prove(
        StreamSegments segments, AuditLogCheckpoint checkpoint, long index, CancellationToken cancellationToken)
    {
        var leaf = new byte[MerkleHash.Length];
        if (ReadEntry(segments, checkpoint.Origin, index, leaf) is not { } entry)
        {
            return Fail(RecordProblems.NotFound(index));
        }

        if (index >= checkpoint.Size)
        {
            return Fail(RecordProblems.NotCovered(checkpoint.Size, index));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var path = new SubtreeRoots(segments).PathOf(index, checkpoint.Size, cancellationToken);
        var proof = path is null ? null : new AuditLogProof(index, path, checkpoint);
        return proof?.Covers(leaf) == true
            ? new AuditLogProofResult { Proof = proof, Entry = entry }
            : Fail(RecordProblems.RootMismatch(index));
    }

    private static AuditLogEntry? ReadEntry(StreamSegments segments, string origin, long index, Span<byte> leaf)
    {
        var position = segments.PositionOf(index);
        if (position < 0)
        {
            return null;
        }

        using var records = segments.Open(position);
        while (records.TryRead(out var line))
        {
            if (line.Index == index)
            {
                using var hash = new MerkleHash();
                return RecordLeaf.TryRead(hash, line, leaf) ? EntryReader.Read(origin, line) : null;
            }
        }

        return null;
    }

    private static AuditLogProofResult Fail(AuditLogProblem problem) => new() { Problem = problem };
}
