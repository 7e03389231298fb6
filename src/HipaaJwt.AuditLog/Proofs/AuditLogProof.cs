using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>
/// Proves offline that one record is in an audit log, without the other records (C2SP tlog-proof): the index, the sibling hashes and a
/// signed checkpoint. Store it with the extension <c>.tlog-proof</c>. Immutable and thread-safe.
/// </summary>
public sealed class AuditLogProof
{
    internal AuditLogProof(long index, IReadOnlyList<byte[]> path, AuditLogCheckpoint checkpoint)
    {
        Index = index;
        Path = path;
        Checkpoint = checkpoint;
    }

    /// <summary>The index of the record in the stream, from 0.</summary>
    public long Index { get; }

    /// <summary>The signed checkpoint that covers the record.</summary>
    public AuditLogCheckpoint Checkpoint { get; }

    internal IReadOnlyList<byte[]> Path { get; }

    /// <summary>Reads a proof. It does not verify it.</summary>
    /// <param name="text">The text of the proof.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>False if the text is not a proof.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AuditLogProof? proof)
    {
        proof = null;
        return false;
    }

    /// <summary>Verifies the signature of the checkpoint and that the record is in the tree (RFC 6962 section 2.1.1).</summary>
    /// <param name="key">The trusted key of the stream.</param>
    /// <param name="json">The stored bytes of the record, without the line feed.</param>
    /// <returns>True if the record is in the log.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool Verify(AuditLogVerifierKey key, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(key);
        return false;
    }

    /// <summary>Formats the proof (C2SP tlog-proof).</summary>
    /// <returns>The text of the proof.</returns>
    public override string ToString() => string.Empty;
}
