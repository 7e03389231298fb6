using System.Numerics;
using System.Security.Cryptography;

namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>The definitions of RFC 6962 section 2.1, word by word and recursive.</summary>
internal static class NaiveMerkleTree
{
    public static byte[] Leaf(byte[] data) => SHA256.HashData([0, .. data]);

    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length < 2)
        {
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        }

        var split = Split(leaves.Length);
        return SHA256.HashData([1, .. Root(leaves[..split]), .. Root(leaves[split..])]);
    }

    public static List<byte[]> Path(int index, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
        {
            return [];
        }

        var split = Split(leaves.Length);
        return index < split
            ? [.. Path(index, leaves[..split]), Root(leaves[split..])]
            : [.. Path(index - split, leaves[split..]), Root(leaves[..split])];
    }

    public static List<byte[]> Consistency(int size, ReadOnlySpan<byte[]> leaves) => SubProof(size, leaves, isComplete: true);

    private static List<byte[]> SubProof(int size, ReadOnlySpan<byte[]> leaves, bool isComplete)
    {
        if (size == leaves.Length)
        {
            return isComplete ? [] : [Root(leaves)];
        }

        var split = Split(leaves.Length);
        return size <= split
            ? [.. SubProof(size, leaves[..split], isComplete), Root(leaves[split..])]
            : [.. SubProof(size - split, leaves[split..], isComplete: false), Root(leaves[..split])];
    }

    private static int Split(int size) => 1 << BitOperations.Log2((uint)size - 1);
}
