using System.Numerics;
using HipaaJwt.AuditLog.Databases;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Reading;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>
/// Computes roots of subtrees from the checkpoints and leaf hashes of a database. Each checkpoint contains the roots of all complete
/// subtrees before it, so a root costs the leaves since a checkpoint near its end. Not thread-safe.
/// </summary>
internal sealed class CheckpointRoots
{
    private const int FirstWindow = 64;
    private const int WindowGrowth = 16;

    private readonly IAuditLogDatabase _database;
    private readonly MerkleHash _hash;

    public CheckpointRoots(IAuditLogDatabase database, MerkleHash hash) => (_database, _hash) = (database, hash);

    /// <summary>The sibling hashes of a leaf, from the leaf to the root.</summary>
    /// <returns>Null if leaves are missing.</returns>
    public async Task<IReadOnlyList<byte[]>?> PathOfAsync(long index, long size, CancellationToken cancellationToken)
    {
        List<byte[]> path = [];
        foreach (var (from, to) in Siblings.Of(index, size))
        {
            if (await OfAsync(from, to, cancellationToken).ConfigureAwait(false) is not { } root)
            {
                return null;
            }

            path.Add(root);
        }

        return path;
    }

    /// <summary>The root of the leaves from one index to another one, exclusive; null if leaves are missing.</summary>
    private async Task<byte[]?> OfAsync(long from, long to, CancellationToken cancellationToken)
    {
        var tree = await StartAsync(from, to, cancellationToken).ConfigureAwait(false);
        var pages = RowPages.ReadAsync(_database, from + tree.Count, to, withRecords: false, cancellationToken);
        await foreach (var rows in pages.ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                if (row.Index != from + tree.Count || row.Leaf.Length != MerkleHash.Length)
                {
                    return null;
                }

                tree.Append(row.Leaf.Span);
            }
        }

        return tree.Count == to - from ? tree.Root() : null;
    }

    /// <summary>Finds a checkpoint shortly before the end. Its last complete subtrees are those from the first leaf on.</summary>
    private async Task<MerkleFrontier> StartAsync(long from, long to, CancellationToken cancellationToken)
    {
        for (var window = (long)FirstWindow; window < to - from; window *= WindowGrowth)
        {
            var found = await _database.ReadCheckpointsAsync(to - window, 1, cancellationToken).ConfigureAwait(false);
            if (found is [var checkpoint] && checkpoint.Size > from && checkpoint.Size <= to)
            {
                var before = checkpoint.Size - from;
                var roots = HeadTree.Restore(_hash, checkpoint.Size, checkpoint.Frontier).Roots();
                return MerkleFrontier.Restore(_hash, before, [.. roots.TakeLast(BitOperations.PopCount((ulong)before))]);
            }
        }

        return new MerkleFrontier(_hash);
    }
}
