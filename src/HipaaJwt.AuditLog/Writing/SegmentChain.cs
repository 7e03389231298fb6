using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>
/// The segments of a stream and the Merkle tree over them. A group is either durable as a whole, or not part of the tree. Not
/// thread-safe: the thread of the log owns it.
/// </summary>
internal sealed class SegmentChain : IDisposable
{
    private readonly LogStream _stream;
    private readonly LogSettings _settings;
    private readonly LifecycleEvents _events;
    private readonly TimeProvider _time;
    private readonly MerkleHash _hash = new();
    private readonly MerkleFrontier _tree;
    private readonly GroupBuffer _group = new();
    private readonly RecordWriter _records = new(pseudonyms: null);
    private readonly byte[] _leaf = new byte[MerkleHash.Length];
    private SegmentFile? _segment;
    private (string Name, PreviousSegment End)? _previous;
    private long _openedAt;

    /// <summary>Whether the group is durable and its leaves are not in the tree yet.</summary>
    private bool _isGroupPending;

    /// <param name="stream">The stream.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">Creates the events of the log about itself.</param>
    /// <param name="end">The state after the last run: the tree, and the end of its last segment.</param>
    public SegmentChain(LogStream stream, LogSettings settings, TimeProvider time, LifecycleEvents events, StreamEnd end)
    {
        _stream = stream;
        _settings = settings;
        _time = time;
        _events = events;
        _previous = end.Previous;
        _tree = MerkleFrontier.Restore(_hash, end.Count, end.Frontier);
    }

    /// <summary>The number of durable records.</summary>
    public long Count => _tree.Count + (_isGroupPending ? _group.Count : 0);

    /// <summary>Whether records can be written. If not, <see cref="Open"/> must succeed first.</summary>
    public bool IsOpen => _segment is not null;

    /// <summary>The name of the open segment.</summary>
    public string SegmentName => Path.GetFileName(_segment!.Path);

    /// <summary>Computes the root of the tree over the durable records.</summary>
    public byte[] Root()
    {
        GrowTree();
        return _tree.Root();
    }

    /// <summary>
    /// Adds the leaves of the last group to the tree, if that has not happened yet. Acknowledgements need not wait for these hashes.
    /// </summary>
    public void GrowTree()
    {
        if (!_isGroupPending)
        {
            return;
        }

        _isGroupPending = false;
        for (var leaves = _group.Leaves; !leaves.IsEmpty; leaves = leaves[MerkleHash.Length..])
        {
            _tree.Append(leaves);
        }
    }

    /// <summary>Whether the open segment is old enough to start another one, or would become too large with these records.</summary>
    public bool IsDue(List<PendingRecord> records) =>
        _segment is { } segment
        && (segment.Length + SizeOf(records) > _settings.MaxSegmentBytes || _time.GetElapsedTime(_openedAt) >= _settings.MaxSegmentAge);

    /// <summary>Starts a segment. After a segment that was not rotated, its first record says so.</summary>
    /// <param name="lifecycle">Events of the log about itself, which come first.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="IOException">The segment could not be created. Nothing has changed.</exception>
    public void Open(ReadOnlySpan<AuditEvent> lifecycle, List<PendingRecord> records)
    {
        Build(lifecycle, records);
        Begin(SegmentFile.Create(_stream.Disk, _stream.Directory, Header(), _group));
        EnsureSpare();
    }

    /// <summary>Starts a segment in the spare file, which works on a full disk.</summary>
    public void OpenSpare(ReadOnlySpan<AuditEvent> lifecycle)
    {
        Build(lifecycle, []);
        Begin(SegmentFile.CreateFromSpare(_stream.Disk, _stream.Spare, Header(), _group));
    }

    /// <summary>Appends a group to the open segment and makes it durable.</summary>
    /// <exception cref="IOException">It failed. The caller must abandon the segment.</exception>
    public void Append(ReadOnlySpan<AuditEvent> lifecycle, List<PendingRecord> records)
    {
        Build(lifecycle, records);
        _segment!.Append(_group);
        _isGroupPending = true;
    }

    /// <summary>Whether nobody has deleted, replaced or cut the file of the open segment.</summary>
    public bool IsIntact() => _segment!.IsIntact();

    /// <summary>Ends the open segment. What follows must be another one.</summary>
    public void End(SegmentEnd reason)
    {
        var segment = _segment!;
        _segment = null;
        _previous = (Path.GetFileName(segment.Path), new PreviousSegment(segment.Length, reason));
        try
        {
            segment.WriteHashes(_stream.Directory);
        }
        catch (IOException)
        {
            // The hashes are derived from the segment. Without them, proofs read the segment itself.
        }

        segment.Dispose();
    }

    /// <summary>
    /// Remembers that no segment could follow the last one. The next one then starts with an event about it, even if the last one was
    /// complete, so that a segment is never empty.
    /// </summary>
    public void RecordFailure()
    {
        if (_previous is { End.Reason: SegmentEnd.Rotated } previous)
        {
            _previous = (previous.Name, previous.End with { Reason = SegmentEnd.Abandoned });
        }
    }

    public void Dispose()
    {
        _segment?.Dispose();
        _records.Dispose();
        _hash.Dispose();
    }

    private SegmentHeader Header() => new(_stream.Origin, _tree.Count, _tree.Roots(), _previous?.End);

    private void Begin(SegmentFile segment)
    {
        _segment = segment;
        _previous = null;
        _openedAt = _time.GetTimestamp();
        _isGroupPending = true;
    }

    private void Build(ReadOnlySpan<AuditEvent> lifecycle, List<PendingRecord> records)
    {
        GrowTree();
        _group.Clear();
        if (_segment is null && _previous is { End.Reason: not SegmentEnd.Rotated } previous)
        {
            Add(_events.Ended(previous.Name, previous.End));
        }

        foreach (var auditEvent in lifecycle)
        {
            Add(auditEvent);
        }

        foreach (var record in records)
        {
            Add(record.Leaf, record.Json);
        }
    }

    private void Add(AuditEvent auditEvent)
    {
        _records.Write(auditEvent);
        _hash.Leaf(_records.Record, _leaf);
        Add(_leaf, _records.Record);
    }

    private void Add(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> json) => _group.Add(_tree.Count + _group.Count, leaf, json);

    private static int SizeOf(List<PendingRecord> records)
    {
        var size = 0;
        foreach (var record in records)
        {
            size += LogLine.LengthOf(long.MaxValue, record.Json.Length);
        }

        return size;
    }

    /// <summary>A disk without room for the spare file still has room for events.</summary>
    private void EnsureSpare()
    {
        var disk = _stream.Disk;
        if (disk.Exists(_stream.Spare))
        {
            return;
        }

        try
        {
            disk.Replace(_stream.Spare, new byte[_settings.SpareBytes]);
        }
        catch (IOException)
        {
            // Without a spare file, a full disk is recorded when there is room again.
        }
    }
}
