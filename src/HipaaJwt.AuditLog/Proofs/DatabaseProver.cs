using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Reading;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>Proves records of the only stream of a database.</summary>
internal static class DatabaseProver
{
    public static async Task<AuditLogProofResult> ProveAsync(
        IAuditLogDatabase database, string origin, long index, CancellationToken cancellationToken)
    {
        var state = await database.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        var problem = NewestRow.Read(state, origin, out var checkpoint);
        if (problem is not null || checkpoint is null)
        {
            return new AuditLogProofResult { Problem = problem };
        }

        var rows = index < 0 ? [] : await database.ReadEventsAsync(index, 1, withRecords: true, cancellationToken).ConfigureAwait(false);
        return rows is [var row] && row.Index == index
            ? await ProveAsync(database, checkpoint, row, cancellationToken).ConfigureAwait(false)
            : new AuditLogProofResult { Problem = RecordProblems.NotFound(index) };
    }

    private static async Task<AuditLogProofResult> ProveAsync(
        IAuditLogDatabase database, AuditLogCheckpoint checkpoint, AuditLogRow row, CancellationToken cancellationToken)
    {
        if (row.Index >= checkpoint.Size)
        {
            return new AuditLogProofResult { Problem = RecordProblems.NotCovered(checkpoint.Size, row.Index) };
        }

        using var hash = new MerkleHash();
        var leaf = new byte[MerkleHash.Length];
        var path = await PathOfAsync(new CheckpointRoots(database, hash), row.Index, checkpoint.Size, cancellationToken)
            .ConfigureAwait(false);
        var proof = path is null ? null : new AuditLogProof(row.Index, path, checkpoint);
        return proof is not null && RowLeaf.TryRead(hash, row, leaf, out _) && proof.Covers(leaf)
            ? new AuditLogProofResult { Proof = proof, Entry = EntryReader.Read(checkpoint.Origin, row) }
            : new AuditLogProofResult { Problem = RecordProblems.RootMismatch(row.Index) };
    }

    /// <summary>A malformed tree of a checkpoint proves nothing.</summary>
    private static async Task<IReadOnlyList<byte[]>?> PathOfAsync(
        CheckpointRoots roots, long index, long size, CancellationToken cancellationToken)
    {
        try
        {
            return await roots.PathOfAsync(index, size, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditLogDamagedException)
        {
            return null;
        }
    }
}
