using System.Numerics;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>Converts the frontier of a head from and to the tree.</summary>
internal static class HeadTree
{
    /// <summary>Restores the tree.</summary>
    /// <exception cref="AuditLogDamagedException">The frontier does not have the length that the size demands.</exception>
    public static MerkleFrontier Restore(MerkleHash hash, long size, ReadOnlyMemory<byte> frontier)
    {
        if (size < 0 || frontier.Length != BitOperations.PopCount((ulong)size) * MerkleHash.Length)
        {
            throw new AuditLogDamagedException($"The database has a malformed tree at {size} events. Somebody has changed the audit log.");
        }

        var roots = Enumerable.Range(0, frontier.Length / MerkleHash.Length)
            .Select(index => frontier.Slice(index * MerkleHash.Length, MerkleHash.Length).ToArray());
        return MerkleFrontier.Restore(hash, size, [.. roots]);
    }

    public static byte[] ToBytes(MerkleFrontier frontier) => [.. frontier.Roots().SelectMany(root => root)];

    /// <summary>Whether the tree is that of a head.</summary>
    public static bool IsOf(this MerkleFrontier frontier, AuditLogHead head) =>
        frontier.Count == head.Size && head.Frontier.Span.SequenceEqual(ToBytes(frontier));
}
