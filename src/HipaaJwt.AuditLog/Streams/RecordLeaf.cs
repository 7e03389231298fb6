using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>The hash of a record.</summary>
internal static class RecordLeaf
{
    /// <summary>Hashes a record. The hash in the line counts only if the record was overwritten.</summary>
    /// <returns>False if the record was overwritten and the hash in the line is malformed.</returns>
    public static bool TryRead(MerkleHash hash, in LogLine line, Span<byte> leaf)
    {
        if (line.IsRedacted)
        {
            return line.TryDecodeLeaf(leaf);
        }

        hash.Leaf(line.Json, leaf);
        return true;
    }
}
