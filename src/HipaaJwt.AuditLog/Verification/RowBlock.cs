using System.Buffers;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Writes rows of a database as the lines that a file would have, so that one checker serves both.</summary>
internal static class RowBlock
{
    private static readonly byte[] NoLeaf = new byte[MerkleHash.Length];

    public static LineBlock Of(IReadOnlyList<AuditLogRow> rows)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(rows.Sum(row => LogLine.LengthOf(row.Index, row.Json.Length)));
        var length = 0;
        foreach (var row in rows)
        {
            // A hash of another length cannot be that of the record.
            var leaf = row.Leaf.Length == MerkleHash.Length ? row.Leaf.Span : NoLeaf;
            length += LogLine.Write(row.Index, leaf, row.Json.Span, buffer.AsSpan(length));
        }

        return new LineBlock(buffer, length, 0);
    }
}
