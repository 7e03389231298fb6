using System.Buffers;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>Reads one segment and hashes its records again, up to the first line that is not valid.</summary>
internal sealed class SegmentScan
{
    private readonly ArrayBufferWriter<byte> _leaves = new();

    private SegmentScan(SegmentHeader header) => Header = header;

    public SegmentHeader Header { get; }

    /// <summary>The offset after the last valid line.</summary>
    public long ValidLength { get; private set; }

    /// <summary>The length of the file.</summary>
    public long FileLength { get; private set; }

    /// <summary>The leaf hashes of the valid lines.</summary>
    public ReadOnlySpan<byte> Leaves => _leaves.WrittenSpan;

    /// <summary>The type of the last event; null if it could not be read.</summary>
    public AuditEventType? LastType { get; private set; }

    /// <summary>Reads only the header.</summary>
    /// <exception cref="AuditLogDamagedException">The file does not start with a header of the stream.</exception>
    public static SegmentHeader ReadHeader(LogStream stream, long first)
    {
        using var file = stream.Disk.OpenRead(stream.SegmentPath(first));
        using var lines = new LineReader(file);
        return ReadHeader(stream, first, lines);
    }

    /// <summary>Reads a segment.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The index of the first record.</param>
    /// <param name="limit">The number of bytes that are valid according to the next segment; null for the last segment.</param>
    /// <param name="hash">Computes the hashes.</param>
    /// <param name="onRecord">Receives the tree before the first record and after each one.</param>
    public static SegmentScan Read(LogStream stream, long first, long? limit, MerkleHash hash, Action<MerkleFrontier> onRecord)
    {
        using var file = stream.Disk.OpenRead(stream.SegmentPath(first));
        using var lines = new LineReader(file);
        var scan = new SegmentScan(ReadHeader(stream, first, lines)) { FileLength = file.Length };
        scan.ValidLength = lines.NextOffset;
        var tree = MerkleFrontier.Restore(hash, scan.Header.First, scan.Header.Frontier);
        onRecord(tree);
        ArrayBufferWriter<byte> last = new();
        Span<byte> leaf = stackalloc byte[MerkleHash.Length];
        while ((limit is null || scan.ValidLength < limit) && lines.TryRead() && IsValid(lines.Line, tree.Count, hash, leaf))
        {
            tree.Append(leaf);
            scan._leaves.Write(leaf);
            scan.ValidLength = lines.NextOffset;
            last.ResetWrittenCount();
            last.Write(lines.Line);
            onRecord(tree);
        }

        scan.LastType = TypeOf(last.WrittenMemory.Span);
        return scan;
    }

    private static SegmentHeader ReadHeader(LogStream stream, long first, LineReader lines) =>
        lines.TryRead() && SegmentHeader.TryParse(lines.Line, out var header) && header.Origin == stream.Origin && header.First == first
            ? header
            : throw new AuditLogDamagedException(
                $"{stream.SegmentPath(first)} does not start with a header of the audit log {stream.Origin}. Verify the log with "
                + "'hipaa-jwt audit verify'. To begin a new stream, move the directory of this one away.");

    /// <summary>A redacted record keeps its hash, which the tree then proves.</summary>
    private static bool IsValid(ReadOnlySpan<byte> bytes, long index, MerkleHash hash, Span<byte> leaf)
    {
        if (!LogLine.TryParse(bytes, out var line) || line.Index != index || !line.TryDecodeLeaf(leaf))
        {
            return false;
        }

        Span<byte> computed = stackalloc byte[MerkleHash.Length];
        hash.Leaf(line.Json, computed);
        return line.IsRedacted || computed.SequenceEqual(leaf);
    }

    private static AuditEventType? TypeOf(ReadOnlySpan<byte> line) =>
        LogLine.TryParse(line, out var parsed) ? RecordReader.TryRead(parsed.Json.ToArray())?.Type : null;
}
