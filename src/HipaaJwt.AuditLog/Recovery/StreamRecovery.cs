using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Recovery;

/// <summary>
/// Finds where a stream continues after its last run. It hashes the last records again and compares them with the newest checkpoint and
/// with the anchors. What they cover must be there unchanged. Beyond them, an incomplete end is cut off and kept in a file.
/// </summary>
internal sealed class StreamRecovery
{
    private readonly LogStream _stream;
    private readonly List<AuditLogCheckpoint> _expected;
    private readonly CheckpointHistory _checkpoints;

    /// <param name="stream">The stream. The caller holds its lock.</param>
    /// <param name="anchored">The newest checkpoints that the anchors have.</param>
    public StreamRecovery(LogStream stream, IEnumerable<AuditLogCheckpoint> anchored)
    {
        _stream = stream;
        _checkpoints = CheckpointHistory.Read(stream);
        _expected = [.. anchored];
        foreach (var checkpoint in _expected)
        {
            CheckpointHistory.RequireSignature(stream, checkpoint, "The anchored checkpoint");
        }

        if (_checkpoints.Newest is { } newest)
        {
            _expected.Add(newest);
        }
    }

    /// <summary>Checks the end of the stream and cuts off what is incomplete.</summary>
    /// <exception cref="AuditLogDamagedException">The records do not match a checkpoint.</exception>
    public RecoveredStream Recover()
    {
        DeleteUnfinishedFiles();
        var segments = Segments();
        if (segments.Count == 0)
        {
            RequireReached(0);
            return new RecoveredStream(StreamEnd.Empty, _checkpoints, 0);
        }

        if (_checkpoints.Newest is null)
        {
            throw Damaged("has events but no checkpoint");
        }

        using var hash = new MerkleHash();
        MerkleFrontier? end = null;
        SegmentScan? scan = null;
        foreach (var (first, next) in Pairs(segments))
        {
            long? limit = next is { } following ? SegmentScan.ReadHeader(_stream, following).Previous?.Bytes : null;
            scan = SegmentScan.Read(_stream, first, limit, hash, tree =>
            {
                Compare(tree);
                end = tree;
            });
            RequireContinuation(scan, end!, next, limit);
        }

        RequireReached(end!.Count);
        return Finish(scan!, end);
    }

    private void DeleteUnfinishedFiles()
    {
        foreach (var name in _stream.Disk.List(_stream.Directory))
        {
            if (name.EndsWith(DiskFiles.NewExtension, StringComparison.Ordinal))
            {
                _stream.Disk.Delete(_stream.PathOf(name));
            }
        }
    }

    private List<long> Segments()
    {
        List<long> segments = [];
        foreach (var name in _stream.Disk.List(_stream.Directory))
        {
            if (StreamFiles.TryParseSegment(name, out var first))
            {
                segments.Add(first);
            }
        }

        segments.Sort();
        return segments;
    }

    /// <summary>The segments from the one that contains the smallest expected size, each with the one after it.</summary>
    private IEnumerable<(long First, long? Next)> Pairs(List<long> segments)
    {
        var smallest = _expected.Min(checkpoint => checkpoint.Size);
        var start = Math.Max(0, segments.FindLastIndex(first => first <= smallest));
        for (var index = start; index < segments.Count; index++)
        {
            yield return (segments[index], index + 1 < segments.Count ? segments[index + 1] : null);
        }
    }

    private void Compare(MerkleFrontier tree)
    {
        foreach (var checkpoint in _expected)
        {
            if (checkpoint.Size == tree.Count && !tree.Root().AsSpan().SequenceEqual(checkpoint.Root.Span))
            {
                throw Damaged($"differs from its checkpoint at {checkpoint.Size} events");
            }
        }
    }

    private void RequireContinuation(SegmentScan scan, MerkleFrontier end, long? next, long? limit)
    {
        if (next is { } first && (scan.ValidLength != limit || end.Count != first))
        {
            throw Damaged($"is damaged in {StreamFiles.Segment(scan.Header.First)} at byte {scan.ValidLength}");
        }
    }

    private void RequireReached(long count)
    {
        foreach (var checkpoint in _expected.Where(checkpoint => checkpoint.Size > count))
        {
            throw Damaged($"ends after {count} events, but a checkpoint covers {checkpoint.Size}: the end was cut off or lost");
        }
    }

    private RecoveredStream Finish(SegmentScan scan, MerkleFrontier end)
    {
        var disk = _stream.Disk;
        var first = scan.Header.First;
        var torn = scan.FileLength - scan.ValidLength;
        if (torn > 0)
        {
            KeepTornBytes(scan);
        }

        // What was read may be in memory only. If it cannot be made durable now, the log does not start.
        using (var file = disk.Open(_stream.SegmentPath(first)))
        {
            file.Sync();
        }

        if (scan.Leaves.Length > 0)
        {
            disk.Replace(_stream.PathOf(StreamFiles.Hashes(first)), scan.Leaves);
        }

        var isClosed = torn == 0 && scan.LastType == AuditEventType.AuditLogStopped && _checkpoints.Newest!.Size == end.Count;
        var reason = isClosed ? SegmentEnd.Rotated : SegmentEnd.Recovered;
        var previous = (StreamFiles.Segment(first), new PreviousSegment(scan.ValidLength, reason));
        return new RecoveredStream(new StreamEnd(end.Count, end.Roots(), previous), _checkpoints, torn);
    }

    private void KeepTornBytes(SegmentScan scan)
    {
        using var source = _stream.Disk.OpenRead(_stream.SegmentPath(scan.Header.First));
        source.Position = scan.ValidLength;
        var bytes = new byte[scan.FileLength - scan.ValidLength];
        source.ReadExactly(bytes);
        _stream.Disk.Replace(_stream.PathOf(StreamFiles.Torn(scan.Header.First, scan.ValidLength)), bytes);
    }

    private AuditLogDamagedException Damaged(string problem) => new(
        $"The audit log {_stream.Origin} in {_stream.Directory} {problem}. Keep the files, verify them with "
        + "'hipaa-jwt audit verify', and find out who changed them. To begin a new stream, move the directory of this one away.");
}
