using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>The hash of a record in a row.</summary>
internal static class RowLeaf
{
    /// <summary>Hashes a record. The hash in the row counts only if the record was overwritten.</summary>
    /// <returns>False if the record was overwritten and the hash in the row is malformed.</returns>
    public static bool TryRead(MerkleHash hash, AuditLogRow row, Span<byte> leaf, out bool isRedacted)
    {
        isRedacted = LogLine.IsOverwritten(row.Json.Span);
        if (!isRedacted)
        {
            hash.Leaf(row.Json.Span, leaf);
            return true;
        }

        return row.Leaf.Length == MerkleHash.Length && row.Leaf.Span.TryCopyTo(leaf);
    }
}
