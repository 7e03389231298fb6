using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.AuditLog.Keys;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt;

/// <summary>
/// A signed statement about a stream of the audit log: its first <see cref="Size"/> records have the Merkle root <see cref="Root"/>
/// (C2SP tlog-checkpoint). It contains no data of records. Immutable and thread-safe.
/// </summary>
public sealed class AuditLogCheckpoint
{
    /// <summary>The largest note in characters.</summary>
    internal const int MaxNoteLength = 8 * 1024;

    private readonly byte[] _root;

    private AuditLogCheckpoint(string origin, long size, byte[] root, ImmutableArray<SignatureLine> signatures)
    {
        Origin = origin;
        Size = size;
        _root = root;
        Signatures = signatures;
        Text = TextOf(origin, size, root);
        Note = $"{Text}\n{string.Concat(signatures.Select(signature => signature.ToLine()))}";
    }

    /// <summary>The name of the stream.</summary>
    public string Origin { get; }

    /// <summary>The number of records, 0 or more.</summary>
    public long Size { get; }

    /// <summary>The root of the Merkle tree over the records, 32 bytes (RFC 6962 section 2.1).</summary>
    public ReadOnlyMemory<byte> Root => _root;

    /// <summary>The signed note (C2SP signed-note): the text, an empty line, and one line for each signature.</summary>
    public string Note { get; }

    /// <summary>What is signed.</summary>
    internal string Text { get; }

    internal ImmutableArray<SignatureLine> Signatures { get; }

    /// <summary>Reads a note. It does not verify the signature.</summary>
    /// <param name="note">The text of the note.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>False if the text is not a signed checkpoint in its only form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? note, [NotNullWhen(true)] out AuditLogCheckpoint? checkpoint)
    {
        checkpoint = null;
        if (note is null || note.Length > MaxNoteLength || note.Split('\n') is not [var origin, var size, var root, "", .. var lines, ""])
        {
            return false;
        }

        ImmutableArray<SignatureLine?> signatures = [.. lines.Select(SignatureLine.Parse)];
        if (lines.Length == 0 || signatures.Contains(null) || !NoteSignature.IsName(origin)
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !Base64Text.TryDecode(root, out var hash) || hash.Length != MerkleHash.Length)
        {
            return false;
        }

        var parsed = new AuditLogCheckpoint(origin, count, hash, [.. signatures.Select(signature => signature!)]);
        checkpoint = parsed.Note == note ? parsed : null;
        return checkpoint is not null;
    }

    /// <summary>Formats the origin and the size.</summary>
    /// <returns>A text for messages.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Checkpoint of {Origin} at {Size}");

    internal static AuditLogCheckpoint Sign(string origin, long size, byte[] root, byte[] keyId, Func<string, byte[]> sign) =>
        new(origin, size, root, [new SignatureLine(origin, keyId, sign(TextOf(origin, size, root)))]);

    internal bool IsSignedBy(byte[] keyId, ECDsa key) => NoteSignature.IsValid(Text, Origin, Signatures, keyId, key);

    private static string TextOf(string origin, long size, byte[] root) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
}
