using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the selected records of one stream in their order, in batches on the thread pool. Not thread-safe.</summary>
internal sealed class StreamCursor : IDisposable
{
    private const int BatchEntries = 256;
    private const int BatchLines = 8_192;

    private readonly StreamSegments _segments;
    private readonly string _origin;
    private readonly EntryFilter _filter;
    private readonly Queue<AuditLogEntry> _ready = new();
    private SegmentRecords? _records;
    private int _position;

    public StreamCursor(string directory, string origin, EntryFilter filter)
    {
        _segments = new StreamSegments(directory);
        _origin = origin;
        _filter = filter;
    }

    /// <summary>The next record; null at the end.</summary>
    public AuditLogEntry? Current => _ready.TryPeek(out var entry) ? entry : null;

    /// <summary>The time to merge the next record by: its own, and without one that of the record before.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>Goes to the first or next record.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        _ready.TryDequeue(out _);
        while (_ready.Count == 0 && _position < _segments.Count)
        {
            await Task.Run(ReadBatch, cancellationToken).ConfigureAwait(false);
        }

        Time = Current?.Event?.Time ?? Time;
        return _ready.Count > 0;
    }

    public void Dispose() => _records?.Dispose();

    private void ReadBatch()
    {
        _records ??= _segments.Open(_position);
        for (var lines = 0; lines < BatchLines && _ready.Count < BatchEntries; lines++)
        {
            if (!_records.TryRead(out var line))
            {
                _records.Dispose();
                (_records, _position) = (null, _position + 1);
                return;
            }

            if (_filter.TryRead(_origin, line) is { } entry)
            {
                _ready.Enqueue(entry);
            }
        }
    }
}
