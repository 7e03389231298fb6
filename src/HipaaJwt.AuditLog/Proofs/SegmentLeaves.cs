using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>Reads the leaf hashes of segments: from the file with the hashes, and without one from the lines.</summary>
internal sealed class SegmentLeaves
{
    private const int MaxLeaves = 1 << 26;

    private readonly StreamSegments _segments;
    private (int Position, byte[] Leaves) _last = (-1, []);

    public SegmentLeaves(StreamSegments segments) => _segments = segments;

    /// <summary>The hashes of some leaves of one segment, one after the other.</summary>
    /// <param name="position">The segment.</param>
    /// <param name="from">The index of the first leaf.</param>
    /// <param name="to">The index after the last leaf.</param>
    /// <returns>Fewer hashes if the segment ends before.</returns>
    public ReadOnlySpan<byte> Read(int position, long from, long to)
    {
        if (_last.Position != position)
        {
            _last = (position, ReadHashes(position) ?? ReadLines(position));
        }

        var first = _segments[position].First;
        var end = Math.Min(to - first, _last.Leaves.Length / MerkleHash.Length);
        var start = Math.Min(from - first, end);
        return _last.Leaves.AsSpan((int)start * MerkleHash.Length, (int)(end - start) * MerkleHash.Length);
    }

    /// <summary>The hashes of a closed segment. The number must fit, because the file may be incomplete.</summary>
    private byte[]? ReadHashes(int position)
    {
        if (position + 1 >= _segments.Count)
        {
            return null;
        }

        var expected = _segments[position + 1].First - _segments[position].First;
        using var file = LogFile.TryOpen(_segments[position].HashesPath);
        if (file is null || expected > MaxLeaves || file.Length != expected * MerkleHash.Length)
        {
            return null;
        }

        var leaves = new byte[file.Length];
        file.ReadExactly(leaves);
        return leaves;
    }

    private byte[] ReadLines(int position)
    {
        using var records = _segments.Open(position);
        var leaves = new MemoryStream();
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        while (records.TryRead(out var line) && line.TryDecodeLeaf(leaf))
        {
            leaves.Write(leaf);
        }

        return leaves.ToArray();
    }
}
