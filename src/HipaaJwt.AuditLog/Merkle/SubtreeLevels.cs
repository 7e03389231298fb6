using System.Numerics;

namespace HipaaJwt.AuditLog.Merkle;

/// <summary>
/// The roots of all complete subtrees within a run of leaves. Runs are hashed in parallel and then appended to the tree, which costs one
/// hash for each subtree and not for each leaf.
/// </summary>
internal sealed class SubtreeLevels
{
    private readonly long _first;
    private readonly List<byte[]> _levels = [];

    /// <param name="hash">Computes the hashes. It is not used later.</param>
    /// <param name="first">The index of the first leaf.</param>
    /// <param name="leaves">The hashes of the leaves, one after the other.</param>
    public SubtreeLevels(MerkleHash hash, long first, byte[] leaves)
    {
        _first = first;
        _levels.Add(leaves);
        for (var level = 1; Start(level) < End(level, leaves.Length / MerkleHash.Length); level++)
        {
            _levels.Add(Parents(hash, level, leaves.Length / MerkleHash.Length));
        }
    }

    /// <summary>The hashes of the leaves, one after the other.</summary>
    public ReadOnlySpan<byte> Leaves => _levels[0];

    /// <summary>Appends the leaves from one index to another one, exclusive, to a tree that ends at the first one.</summary>
    public void AppendTo(MerkleFrontier frontier, long from, long to)
    {
        while (from < to)
        {
            var alignment = from == 0 ? 63 : BitOperations.TrailingZeroCount(from);
            var level = Math.Min(alignment, BitOperations.Log2((ulong)(to - from)));
            frontier.Append(Node(level, from >> level), level);
            from += 1L << level;
        }
    }

    private ReadOnlySpan<byte> Node(int level, long index) =>
        _levels[level].AsSpan((int)(index - Start(level)) * MerkleHash.Length, MerkleHash.Length);

    private long Start(int level) => (_first + (1L << level) - 1) >> level;

    private long End(int level, long count) => (_first + count) >> level;

    private byte[] Parents(MerkleHash hash, int level, int count)
    {
        var (start, end) = (Start(level), End(level, count));
        var nodes = new byte[(end - start) * MerkleHash.Length];
        for (var index = start; index < end; index++)
        {
            var node = nodes.AsSpan((int)(index - start) * MerkleHash.Length, MerkleHash.Length);
            hash.Node(Node(level - 1, index * 2), Node(level - 1, (index * 2) + 1), node);
        }

        return nodes;
    }
}
