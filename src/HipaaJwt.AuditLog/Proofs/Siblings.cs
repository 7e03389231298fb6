using System.Numerics;

namespace HipaaJwt.AuditLog.Proofs;

/// <summary>The subtrees whose roots prove a leaf (RFC 6962 section 2.1.1).</summary>
internal static class Siblings
{
    /// <summary>The sibling subtrees of a leaf, from the leaf to the root: the first index and that after the end of each.</summary>
    public static IReadOnlyList<(long From, long To)> Of(long index, long size)
    {
        var siblings = new List<(long From, long To)>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + (1L << BitOperations.Log2((ulong)(to - from - 1)));
            siblings.Insert(0, index < middle ? (middle, to) : (from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }

        return siblings;
    }
}
