using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>Reads the records of one segment up to its valid length, without checking them. Not thread-safe.</summary>
internal sealed class SegmentRecords : IDisposable
{
    private readonly FileStream _file;
    private readonly LineReader _lines;
    private readonly long _start;
    private readonly long _end;

    /// <param name="segment">The segment.</param>
    /// <param name="start">The offset of the first line to read.</param>
    /// <param name="end">The valid length of the segment; null for the last one.</param>
    public SegmentRecords(SegmentFile segment, long start, long? end)
    {
        _file = LogFile.Open(segment.Path);
        _file.Position = start;
        _lines = new LineReader(_file);
        _start = start;
        _end = end ?? long.MaxValue;
        NextOffset = start;
    }

    /// <summary>The offset after the line that was read last.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Reads the next line that is a record. It skips other lines.</summary>
    /// <returns>False at the end.</returns>
    public bool TryRead(out LogLine line)
    {
        while (_lines.TryRead() && _start + _lines.NextOffset <= _end)
        {
            NextOffset = _start + _lines.NextOffset;
            if (LogLine.TryParse(_lines.Line, out line))
            {
                return true;
            }
        }

        line = default;
        return false;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _file.Dispose();
    }
}
