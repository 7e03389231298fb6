using System.Buffers.Text;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Checks the records of a block against the hashes in their lines. Blocks are checked in parallel.</summary>
internal static class BlockChecker
{
    /// <summary>Checks a block and disposes it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The index that its first record must have.</param>
    /// <param name="findPruned">Whether to look for records about pruning.</param>
    public static CheckedBlock Check(LineBlock block, long first, bool findPruned)
    {
        using var owner = block;
        using var hash = new MerkleHash();
        var leaves = new byte[block.Lines * MerkleHash.Length];
        var pruned = new List<PrunedRecord>();
        var (count, redacted) = (0, 0);
        ReadOnlySpan<byte> rest = block.Bytes;
        AuditLogProblemCode? problem = null;
        while (!rest.IsEmpty)
        {
            var feed = rest.IndexOf((byte)'\n');
            var index = first + count;
            problem = CheckLine(hash, feed < 0 ? rest : rest[..feed], index, leaves.AsSpan(count * MerkleHash.Length), out var line);
            if (problem is not null)
            {
                break;
            }

            redacted += line.IsRedacted ? 1 : 0;
            if (findPruned && PrunedRecord.TryRead(index, line.Json) is { } record)
            {
                pruned.Add(record);
            }

            rest = feed < 0 ? [] : rest[(feed + 1)..];
            count++;
        }

        var used = block.Bytes.Length - rest.Length;
        return new CheckedBlock(first, count, used, new SubtreeLevels(hash, first, leaves[..(count * MerkleHash.Length)]))
        {
            Redacted = redacted,
            Pruned = pruned,
            Problem = problem is { } code ? new LineProblem(code, block.Offset + used, first + count) : null,
        };
    }

    private static AuditLogProblemCode? CheckLine(MerkleHash hash, ReadOnlySpan<byte> bytes, long index, Span<byte> leaf, out LogLine line)
    {
        if (!LogLine.TryParse(bytes, out line))
        {
            return AuditLogProblemCode.LineMalformed;
        }

        if (line.Index != index)
        {
            return AuditLogProblemCode.IndexMismatch;
        }

        if (line.IsRedacted)
        {
            return line.TryDecodeLeaf(leaf) ? null : AuditLogProblemCode.LineMalformed;
        }

        hash.Leaf(line.Json, leaf);
        Span<byte> encoded = stackalloc byte[LogLine.LeafLength];
        Base64Url.EncodeToUtf8(leaf[..MerkleHash.Length], encoded);
        return encoded.SequenceEqual(line.EncodedLeaf) ? null : AuditLogProblemCode.LeafMismatch;
    }
}
