using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using HipaaJwt.AuditLog.Keys;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt;

/// <summary>
/// Proves offline that one record is in an audit log, without the other records (C2SP tlog-proof): the index, the sibling hashes and a
/// signed checkpoint. Store it with the extension <c>.tlog-proof</c>. Immutable and thread-safe.
/// </summary>
public sealed class AuditLogProof
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const string IndexPrefix = "index ";
    private const int MaxLength = 16 * 1024;

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

    /// <summary>Reads a proof without extra data. It does not verify it.</summary>
    /// <param name="text">The text of the proof, at most 16,384 characters.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>False if the text is not a proof in its only form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AuditLogProof? proof)
    {
        proof = null;
        var end = text is null || text.Length > MaxLength ? -1 : text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || text![..end].Split('\n') is not [FirstLine, var indexLine, .. var lines]
            || !indexLine.StartsWith(IndexPrefix, StringComparison.Ordinal)
            || !long.TryParse(indexLine.AsSpan(IndexPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !AuditLogCheckpoint.TryParse(text[(end + 2)..], out var checkpoint))
        {
            return false;
        }

        var path = new List<byte[]>();
        foreach (var line in lines)
        {
            if (!Base64Text.TryDecode(line, out var hash) || hash.Length != MerkleHash.Length)
            {
                return false;
            }

            path.Add(hash);
        }

        var parsed = new AuditLogProof(index, path, checkpoint);
        proof = parsed.ToString() == text ? parsed : null;
        return proof is not null;
    }

    /// <summary>Verifies the signature of the checkpoint and that the record is in the tree (RFC 6962 section 2.1.1).</summary>
    /// <param name="key">The trusted key of the stream.</param>
    /// <param name="json">The stored bytes of the record, without the line feed.</param>
    /// <returns>True if the record is in the log.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool Verify(AuditLogVerifierKey key, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var hash = new MerkleHash();
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        hash.Leaf(json, leaf);
        return Covers(leaf) && key.Verifies(Checkpoint);
    }

    /// <summary>Formats the proof (C2SP tlog-proof).</summary>
    /// <returns>The text of the proof.</returns>
    public override string ToString()
    {
        var path = string.Concat(Path.Select(hash => Convert.ToBase64String(hash) + "\n"));
        return string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\n{IndexPrefix}{Index}\n{path}\n{Checkpoint.Note}");
    }

    internal bool Covers(ReadOnlySpan<byte> leaf) =>
        MerkleProof.IsIncluded(leaf, Index, Checkpoint.Size, Path, Checkpoint.Root.Span);
}
