using System.Buffers;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>The open segment. A group is written with one write and one sync. After a failure the segment is never written again.</summary>
internal sealed class SegmentFile : IDisposable
{
    private readonly IDisk _disk;
    private readonly ILogFile _file;
    private readonly ArrayBufferWriter<byte> _leaves = new();

    private SegmentFile(IDisk disk, string path, long first, ILogFile file)
    {
        _disk = disk;
        _file = file;
        Path = path;
        First = first;
    }

    public string Path { get; }

    /// <summary>The index of the first record.</summary>
    public long First { get; }

    /// <summary>The number of bytes that are durable.</summary>
    public long Length { get; private set; }

    /// <summary>The number of bytes of a spare file before it became the segment.</summary>
    private long SpareLength { get; init; }

    /// <summary>The leaf hashes of the durable records.</summary>
    public ReadOnlySpan<byte> Leaves => _leaves.WrittenSpan;

    /// <summary>
    /// Creates a segment with its header and its first records. Its name appears only when they are durable, so that a crash never leaves
    /// an incomplete header.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory of the stream.</param>
    /// <param name="header">The header.</param>
    /// <param name="lines">The first records.</param>
    public static SegmentFile Create(IDisk disk, string directory, SegmentHeader header, GroupBuffer lines)
    {
        var source = System.IO.Path.Combine(directory, StreamFiles.Segment(header.First) + DiskFiles.NewExtension);
        return Establish(disk, disk.Create(source), source, header, lines);
    }

    /// <summary>
    /// Takes the spare file as the segment. Its blocks exist already, so this works on a full disk. Bytes of the spare beyond the records
    /// are void.
    /// </summary>
    public static SegmentFile CreateFromSpare(IDisk disk, string spare, SegmentHeader header, GroupBuffer lines) =>
        Establish(disk, disk.Open(spare), spare, header, lines);

    /// <summary>Writes a group and makes it durable.</summary>
    /// <exception cref="SegmentChangedException">Somebody has deleted, replaced or cut the file. Nothing was written.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Append(GroupBuffer lines)
    {
        // A write would give a file that was cut its expected length again.
        if (!IsIntact())
        {
            throw new SegmentChangedException();
        }

        _file.Write(lines.Bytes, Length);
        _file.Sync();
        Length += lines.Bytes.Length;
        _leaves.Write(lines.Leaves);
    }

    /// <summary>Whether the name still belongs to this file, and nobody has cut or extended it.</summary>
    public bool IsIntact()
    {
        var own = _file.Identity;
        return own.Links == 1 && own.Length == Math.Max(Length, SpareLength) && _disk.IdentityOf(Path) == own;
    }

    /// <summary>Writes the leaf hashes beside the segment, so that proofs need not read it again.</summary>
    public void WriteHashes(string directory)
    {
        if (_leaves.WrittenCount > 0)
        {
            _disk.Replace(System.IO.Path.Combine(directory, StreamFiles.Hashes(First)), _leaves.WrittenSpan);
        }
    }

    public void Dispose() => _file.Dispose();

    private static SegmentFile Establish(IDisk disk, ILogFile file, string source, SegmentHeader header, GroupBuffer lines)
    {
        var directory = System.IO.Path.GetDirectoryName(source)!;
        var path = System.IO.Path.Combine(directory, StreamFiles.Segment(header.First));
        try
        {
            var spareLength = file.Identity.Length;
            byte[] bytes = [.. header.ToLine(), .. lines.Bytes];
            file.Write(bytes, 0);
            file.Sync();
            disk.Rename(source, path);
            disk.SyncDirectory(directory);
            var segment = new SegmentFile(disk, path, header.First, file) { Length = bytes.Length, SpareLength = spareLength };
            segment._leaves.Write(lines.Leaves);
            return segment;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
