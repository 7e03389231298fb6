using System.Security.Cryptography;

namespace HipaaJwt.AuditLog.Merkle;

/// <summary>The hashes of a Merkle tree over SHA-256 (RFC 6962 section 2.1). Not thread-safe.</summary>
internal sealed class MerkleHash : IDisposable
{
    /// <summary>The length of each hash in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    private readonly DigestContext? _context;
    private readonly IncrementalHash? _platform;
    private readonly byte[] _node = new byte[1 + (2 * Length)];
    private byte[] _leaf = new byte[1_024];

    public MerkleHash()
        : this(DigestContext.TryCreate())
    {
    }

    /// <param name="context">Computes the hashes; null for the platform's own hash.</param>
    internal MerkleHash(DigestContext? context)
    {
        _context = context;
        _platform = context is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    /// <summary>Hashes a record: SHA-256(0x00 ‖ record).</summary>
    public void Leaf(ReadOnlySpan<byte> record, Span<byte> destination)
    {
        // A copy costs much less than a second call of the hash.
        if (_leaf.Length <= record.Length)
        {
            _leaf = new byte[Math.Max(record.Length + 1, 2 * _leaf.Length)];
        }

        _leaf[0] = LeafPrefix;
        record.CopyTo(_leaf.AsSpan(1));
        Hash(_leaf.AsSpan(0, record.Length + 1), destination);
    }

    /// <summary>Hashes two subtrees: SHA-256(0x01 ‖ left ‖ right). The destination may be one of them.</summary>
    public void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        _node[0] = NodePrefix;
        left[..Length].CopyTo(_node.AsSpan(1));
        right[..Length].CopyTo(_node.AsSpan(1 + Length));
        Hash(_node, destination);
    }

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static void EmptyRoot(Span<byte> destination) => SHA256.HashData([], destination);

    public void Dispose()
    {
        _context?.Dispose();
        _platform?.Dispose();
    }

    private void Hash(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (_context is not null)
        {
            _context.Hash(message, destination);
            return;
        }

        _platform!.AppendData(message);
        _platform.GetHashAndReset(destination);
    }
}
