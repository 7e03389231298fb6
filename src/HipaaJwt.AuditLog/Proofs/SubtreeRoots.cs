using System.Numerics;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>
/// Computes roots of subtrees from the headers and leaf hashes of segments. The header of each segment contains the roots of all complete
/// subtrees before it, so a root costs the leaves of one segment at most. Thread-safe.
/// </summary>
internal sealed class SubtreeRoots
{
    private readonly StreamSegments _segments;
    private readonly SegmentLeaves _leaves;

    public SubtreeRoots(StreamSegments segments)
    {
        _segments = segments;
        _leaves = new SegmentLeaves(segments);
    }

    /// <summary>The root of the leaves from one index to another one, exclusive.</summary>
    /// <param name="from">The first index, a multiple of the smallest power of two that is at least the number of leaves.</param>
    /// <param name="to">The index after the last leaf.</param>
    /// <returns>Null if leaves are missing.</returns>
    public byte[]? Of(long from, long to)
    {
        var position = _segments.PositionOf(to - 1);
        if (position < 0 || _segments.HeaderOf(position) is not { } header || header.First != _segments[position].First)
        {
            return null;
        }

        // The complete subtrees before the segment that start at or after the first leaf are the last ones in its header.
        var before = Math.Max(0, header.First - from);
        var roots = header.Frontier.TakeLast(BitOperations.PopCount((ulong)before)).ToList();
        using var hash = new MerkleHash();
        var tree = MerkleFrontier.Restore(hash, before, roots);
        var leaves = _leaves.Read(position, from + before, to);
        for (var index = 0; index < leaves.Length; index += MerkleHash.Length)
        {
            tree.Append(leaves[index..]);
        }

        return tree.Count == to - from ? tree.Root() : null;
    }

    /// <summary>The sibling hashes of a leaf, from the leaf to the root (RFC 6962 section 2.1.1). They are computed in parallel.</summary>
    /// <returns>Null if leaves are missing.</returns>
    public IReadOnlyList<byte[]>? PathOf(long index, long size, CancellationToken cancellationToken)
    {
        var header = _segments.HeaderOf(_segments.PositionOf(index));
        var siblings = Siblings.Of(index, size);
        var path = new byte[]?[siblings.Count];
        Parallel.For(0, path.Length, new ParallelOptions { CancellationToken = cancellationToken }, level =>
        {
            var (from, to) = siblings[level];
            path[level] = Before(header, from, to) ?? Of(from, to);
        });
        return Array.IndexOf(path, null) < 0 ? path.OfType<byte[]>().ToList() : null;
    }

    /// <summary>A complete subtree before a segment, from its header; null if it is none. It does not need the segments before.</summary>
    private static byte[]? Before(SegmentHeader? header, long from, long to)
    {
        long start = 0;
        foreach (var root in header?.Frontier ?? [])
        {
            var end = start + (1L << BitOperations.Log2((ulong)(header!.First - start)));
            if ((start, end) == (from, to))
            {
                return root;
            }

            start = end;
        }

        return null;
    }
}
