using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the end of one stream, and what is appended to it later. Not thread-safe.</summary>
internal sealed class StreamTail
{
    private readonly string _directory;
    private readonly string _origin;
    private readonly EntryFilter _filter;
    private long _first = -1;
    private long _offset;

    public StreamTail(string directory, string origin, EntryFilter filter)
    {
        _directory = directory;
        _origin = origin;
        _filter = filter;
    }

    /// <summary>Reads the last selected records, and goes to the end of the stream.</summary>
    public IReadOnlyList<AuditLogEntry> ReadLast(int count)
    {
        var segments = new StreamSegments(_directory);
        var last = new List<AuditLogEntry>();
        for (var position = segments.Count - 1; position >= 0 && (last.Count < count || position == segments.Count - 1); position--)
        {
            var entries = new List<AuditLogEntry>();
            var end = Read(segments, position, 0, entry =>
            {
                entries.Add(entry);
                if (entries.Count > count)
                {
                    entries.RemoveAt(0);
                }
            });
            (_first, _offset) = position == segments.Count - 1 ? (segments[position].First, end) : (_first, _offset);
            last.InsertRange(0, entries);
        }

        return [.. last.TakeLast(count)];
    }

    /// <summary>Reads the selected records that were appended since the last call.</summary>
    public IReadOnlyList<AuditLogEntry> ReadNew()
    {
        var segments = new StreamSegments(_directory);
        var entries = new List<AuditLogEntry>();
        for (var position = Math.Max(0, segments.PositionOf(_first)); position < segments.Count; position++)
        {
            var start = segments[position].First == _first ? _offset : 0;
            (_first, _offset) = (segments[position].First, Read(segments, position, start, entries.Add));
        }

        return entries;
    }

    private long Read(StreamSegments segments, int position, long start, Action<AuditLogEntry> found)
    {
        using var records = segments.Open(position, start);
        while (records.TryRead(out var line))
        {
            if (_filter.TryRead(_origin, line) is { } entry)
            {
                found(entry);
            }
        }

        return records.NextOffset;
    }
}
