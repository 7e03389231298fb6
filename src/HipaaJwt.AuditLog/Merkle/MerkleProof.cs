using System.Numerics;

namespace HipaaJwt.AuditLog.Merkle;

/// <summary>Checks proofs of a Merkle tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2, the same trees as in RFC 6962).</summary>
internal static class MerkleProof
{
    /// <summary>Checks that a leaf is in a tree.</summary>
    /// <param name="leaf">The hash of the leaf.</param>
    /// <param name="index">The index of the leaf, from 0.</param>
    /// <param name="size">The number of leaves of the tree.</param>
    /// <param name="path">The sibling hashes from the leaf to the root.</param>
    /// <param name="root">The root of the tree.</param>
    public static bool IsIncluded(
        ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        using var hash = new MerkleHash();
        Span<byte> computed = stackalloc byte[MerkleHash.Length];
        leaf.CopyTo(computed);
        var (position, last) = (index, size - 1);
        foreach (var sibling in path)
        {
            if (last == 0 || sibling.Length != MerkleHash.Length)
            {
                return false;
            }

            if ((position & 1) != 0 || position == last)
            {
                hash.Node(sibling, computed, computed);
                var skipped = (position & 1) != 0 ? 0 : BitOperations.TrailingZeroCount((ulong)position);
                (position, last) = (position >> skipped, last >> skipped);
            }
            else
            {
                hash.Node(computed, sibling, computed);
            }

            (position, last) = (position >> 1, last >> 1);
        }

        return last == 0 && computed.SequenceEqual(root);
    }

    /// <summary>Checks that a tree only appended to a smaller one.</summary>
    /// <param name="oldSize">The number of leaves of the smaller tree, at least 1.</param>
    /// <param name="oldRoot">The root of the smaller tree.</param>
    /// <param name="newSize">The number of leaves of the larger tree.</param>
    /// <param name="newRoot">The root of the larger tree.</param>
    /// <param name="path">The hashes of the proof.</param>
    public static bool IsConsistent(
        long oldSize, ReadOnlySpan<byte> oldRoot, long newSize, ReadOnlySpan<byte> newRoot, IReadOnlyList<byte[]> path)
    {
        if (oldSize < 1 || oldSize > newSize)
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return path.Count == 0 && oldRoot.SequenceEqual(newRoot);
        }

        var isComplete = BitOperations.IsPow2(oldSize);
        if (path.Count < (isComplete ? 0 : 1) || path.Any(node => node.Length != MerkleHash.Length))
        {
            return false;
        }

        var shift = BitOperations.TrailingZeroCount(~(ulong)(oldSize - 1));
        var old = isComplete ? oldRoot.ToArray() : [.. path[0]];
        var current = old.ToArray();
        return Fold(path.Skip(isComplete ? 0 : 1), (oldSize - 1) >> shift, (newSize - 1) >> shift, old, current)
            && old.AsSpan().SequenceEqual(oldRoot)
            && current.AsSpan().SequenceEqual(newRoot);
    }

    private static bool Fold(IEnumerable<byte[]> path, long position, long last, byte[] old, byte[] current)
    {
        using var hash = new MerkleHash();
        foreach (var node in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((position & 1) != 0 || position == last)
            {
                hash.Node(node, old, old);
                hash.Node(node, current, current);
                var skipped = (position & 1) != 0 || position == 0 ? 0 : BitOperations.TrailingZeroCount((ulong)position);
                (position, last) = (position >> skipped, last >> skipped);
            }
            else
            {
                hash.Node(current, node, current);
            }

            (position, last) = (position >> 1, last >> 1);
        }

        return last == 0;
    }
}
