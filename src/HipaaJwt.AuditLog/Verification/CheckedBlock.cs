using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>The records of a block, each checked against the hash in its line.</summary>
/// <param name="First">The index of the first record.</param>
/// <param name="Count">The number of genuine records before the problem or the end of the block.</param>
/// <param name="Bytes">Their length in bytes with their line feeds.</param>
/// <param name="Levels">The hashes of these records.</param>
internal sealed record CheckedBlock(long First, int Count, long Bytes, SubtreeLevels Levels)
{
    public long End => First + Count;

    /// <summary>The number of records that were overwritten.</summary>
    public required int Redacted { get; init; }

    /// <summary>The records that say that the stream was pruned.</summary>
    public required IReadOnlyList<PrunedRecord> Pruned { get; init; }

    /// <summary>The first line that is wrong; null if none is.</summary>
    public required LineProblem? Problem { get; init; }
}
