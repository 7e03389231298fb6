using System.Numerics;

namespace HipaaJwt.AuditLog.Merkle;

/// <summary>
/// The roots of the complete subtrees of a growing Merkle tree, one for each set bit of the number of leaves, largest first. They are
/// all that is needed to append leaves and to compute the root (RFC 6962 section 2.1). Not thread-safe.
/// </summary>
internal sealed class MerkleFrontier
{
    private const int MaxLevels = 63;

    /// <summary>The subtree of 2^level leaves is at position level, if that bit of the number of leaves is set.</summary>
    private readonly byte[] _roots = new byte[MaxLevels * MerkleHash.Length];
    private readonly MerkleHash _hash;

    /// <param name="hash">Computes the hashes. The caller disposes it.</param>
    public MerkleFrontier(MerkleHash hash) => _hash = hash;

    /// <summary>The number of leaves.</summary>
    public long Count { get; private set; }

    /// <summary>Continues a tree.</summary>
    /// <param name="hash">Computes the hashes. The caller disposes it.</param>
    /// <param name="count">The number of leaves, 0 or more.</param>
    /// <param name="roots">The roots of the complete subtrees, largest first, one for each set bit of the number of leaves.</param>
    public static MerkleFrontier Restore(MerkleHash hash, long count, IReadOnlyList<byte[]> roots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(roots.Count, BitOperations.PopCount((ulong)count));
        var frontier = new MerkleFrontier(hash) { Count = count };
        var next = 0;
        for (var level = MaxLevels - 1; level >= 0; level--)
        {
            if ((count >> level & 1) != 0)
            {
                roots[next++].CopyTo(frontier.At(level));
            }
        }

        return frontier;
    }

    /// <summary>Becomes a copy of another tree.</summary>
    public void CopyFrom(MerkleFrontier other)
    {
        other._roots.CopyTo(_roots.AsSpan());
        Count = other.Count;
    }

    /// <summary>Adds the hash of a leaf.</summary>
    public void Append(ReadOnlySpan<byte> leaf) => Append(leaf, 0);

    /// <summary>Adds a complete subtree of 2^level leaves. The number of leaves must be a multiple of 2^level.</summary>
    public void Append(ReadOnlySpan<byte> root, int level)
    {
        Span<byte> carry = stackalloc byte[MerkleHash.Length];
        root[..MerkleHash.Length].CopyTo(carry);
        var free = level;
        for (; (Count >> free & 1) != 0; free++)
        {
            _hash.Node(At(free), carry, carry);
        }

        carry.CopyTo(At(free));
        Count += 1L << level;
    }

    /// <summary>Computes the root of the whole tree.</summary>
    public void Root(Span<byte> destination)
    {
        if (Count == 0)
        {
            MerkleHash.EmptyRoot(destination);
            return;
        }

        var level = BitOperations.TrailingZeroCount((ulong)Count);
        At(level).CopyTo(destination);
        while (Count >> ++level != 0)
        {
            if ((Count >> level & 1) != 0)
            {
                _hash.Node(At(level), destination, destination);
            }
        }
    }

    public byte[] Root()
    {
        var root = new byte[MerkleHash.Length];
        Root(root);
        return root;
    }

    /// <summary>The roots of the complete subtrees, largest first.</summary>
    public IReadOnlyList<byte[]> Roots()
    {
        var roots = new List<byte[]>();
        for (var level = MaxLevels - 1; level >= 0; level--)
        {
            if ((Count >> level & 1) != 0)
            {
                roots.Add(At(level).ToArray());
            }
        }

        return roots;
    }

    /// <summary>Whether this is the tree with these roots of complete subtrees, largest first.</summary>
    public bool HasRoots(IReadOnlyList<byte[]> roots) =>
        roots.Count == BitOperations.PopCount((ulong)Count)
            && Roots().Zip(roots).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private Span<byte> At(int level) => _roots.AsSpan(level * MerkleHash.Length, MerkleHash.Length);
}
