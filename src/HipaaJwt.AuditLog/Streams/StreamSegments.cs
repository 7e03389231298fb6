using System.Collections.Concurrent;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>The segments of a stream with their headers. Headers are read when they are needed. Thread-safe.</summary>
internal sealed class StreamSegments
{
    private readonly IReadOnlyList<SegmentFile> _segments;
    private readonly ConcurrentDictionary<int, SegmentHeader?> _headers = [];

    public StreamSegments(string directory)
    {
        StreamDirectory = directory;
        _segments = SegmentFile.List(directory);
    }

    /// <summary>The directory of the stream.</summary>
    public string StreamDirectory { get; }

    public int Count => _segments.Count;

    /// <summary>The index of the first record that is left; 0 without a segment.</summary>
    public long First => _segments is [var first, ..] ? first.First : 0;

    public SegmentFile this[int position] => _segments[position];

    /// <summary>The position of the last segment that starts at or before a record; -1 if there is none.</summary>
    public int PositionOf(long index)
    {
        var (low, high) = (0, _segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _segments[middle].First <= index ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    /// <summary>The header of a segment; null if its first line is none.</summary>
    public SegmentHeader? HeaderOf(int position) =>
        _headers.GetOrAdd(position, static (key, segments) => segments[key].ReadStart().Header, _segments);

    /// <summary>The valid length of a segment; null for the last one.</summary>
    public long? LengthOf(int position) => position + 1 < _segments.Count ? HeaderOf(position + 1)?.Previous?.Bytes : null;

    /// <summary>Opens a segment to read its records.</summary>
    /// <param name="position">The segment.</param>
    /// <param name="start">The offset of the first line to read. The header is no record, so it is skipped.</param>
    public SegmentRecords Open(int position, long start = 0) => new(_segments[position], start, LengthOf(position));
}
