using System.Collections.Concurrent;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>
/// Reads the leaf hashes of segments: from the file with the hashes, and without one from the lines, which are kept. Thread-safe.
/// </summary>
internal sealed class SegmentLeaves
{
    private readonly StreamSegments _segments;
    private readonly ConcurrentDictionary<int, Lazy<byte[]>> _lines = [];

    public SegmentLeaves(StreamSegments segments) => _segments = segments;

    /// <summary>The hashes of some leaves of one segment, one after the other.</summary>
    /// <param name="position">The segment.</param>
    /// <param name="from">The index of the first leaf.</param>
    /// <param name="to">The index after the last leaf.</param>
    /// <returns>Fewer hashes if the segment ends before.</returns>
    public ReadOnlySpan<byte> Read(int position, long from, long to)
    {
        var first = _segments[position].First;
        var (start, end) = ((from - first) * MerkleHash.Length, (to - first) * MerkleHash.Length);
        return ReadHashes(position, start, end) ?? ReadLines(position, start, end);
    }

    /// <summary>Reads the file of a closed segment. Its length must fit, because it may be incomplete.</summary>
    private byte[]? ReadHashes(int position, long start, long end)
    {
        if (position + 1 >= _segments.Count)
        {
            return null;
        }

        var expected = (_segments[position + 1].First - _segments[position].First) * MerkleHash.Length;
        using var file = LogFile.TryOpen(_segments[position].HashesPath);
        if (file is null || file.Length != expected || end > expected || end - start > Array.MaxLength)
        {
            return null;
        }

        var leaves = new byte[end - start];
        file.Position = start;
        file.ReadExactly(leaves);
        return leaves;
    }

    private ReadOnlySpan<byte> ReadLines(int position, long start, long end)
    {
        var leaves = _lines.GetOrAdd(position, key => new Lazy<byte[]>(() => ReadLines(key))).Value;
        var (first, last) = ((int)Math.Min(start, leaves.Length), (int)Math.Min(end, leaves.Length));
        return leaves.AsSpan(first, last - first);
    }

    private byte[] ReadLines(int position)
    {
        using var records = _segments.Open(position);
        using var leaves = new MemoryStream();
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        while (records.TryRead(out var line) && line.TryDecodeLeaf(leaf))
        {
            leaves.Write(leaf);
        }

        return leaves.ToArray();
    }
}
