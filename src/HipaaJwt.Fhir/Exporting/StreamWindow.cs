using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Fhir.Cursors;

namespace HipaaJwt.Fhir.Exporting;

/// <summary>
/// The next records of one stream, read ahead so that a granted access finds the completion of its request. Records leave it in their
/// order. Not thread-safe.
/// </summary>
internal sealed class StreamWindow
{
    private const int BatchSize = 256;

    private readonly AuditLogStreamReader _reader;
    private readonly FhirAuditExportOptions _options;
    private readonly TimeProvider _time;
    private readonly SortedSet<long> _joined;
    private readonly Queue<WindowEntry> _entries = new();
    private readonly Dictionary<string, WindowEntry> _completions = new(StringComparer.Ordinal);
    private DateTimeOffset _latest;

    public StreamWindow(AuditLogStreamReader reader, IReadOnlyList<long> joined, FhirAuditExportOptions options, TimeProvider time)
    {
        _reader = reader;
        _joined = [.. joined];
        _options = options;
        _time = time;
    }

    public string Origin => _reader.Origin;

    /// <summary>The position of the next record that leaves the window.</summary>
    public StreamPosition Position => new(_entries.TryPeek(out var head) ? head.Record.Index : _reader.Next, [.. _joined]);

    /// <summary>The time of the oldest record that waits; null if none waits.</summary>
    public DateTimeOffset? Oldest => _entries.TryPeek(out var head) ? head.Event?.Time : null;

    /// <summary>Reads ahead, up to the largest number of waiting records.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        while (_entries.Count < _options.MaxWaitingEvents)
        {
            var count = Math.Min(BatchSize, _options.MaxWaitingEvents - _entries.Count);
            var batch = await _reader.ReadAsync(count, cancellationToken).ConfigureAwait(false);
            foreach (var record in batch)
            {
                Add(record);
            }

            if (batch.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Finds the next record if it need not wait for the completion of its request.</summary>
    /// <param name="isFinal">Whether nothing more will come, so that nothing waits.</param>
    /// <param name="entry">The record.</param>
    /// <param name="completion">The completion of its request; null if there is none.</param>
    public bool TryPeek(bool isFinal, [NotNullWhen(true)] out WindowEntry? entry, out WindowEntry? completion)
    {
        completion = null;
        if (!_entries.TryPeek(out entry))
        {
            return false;
        }

        if (_options.CompletionTimeout == TimeSpan.Zero
            || entry.Event is not { Type: AuditEventType.AccessGranted, RequestId: { } request } granted)
        {
            return true;
        }

        completion = _completions.TryGetValue(request, out var found) && IsOf(granted, found.Event) ? found : null;
        return completion is not null || isFinal || HasWaited(entry, granted);
    }

    /// <summary>Whether another resource already contains the record, so that it needs none of its own.</summary>
    public bool IsJoined(WindowEntry entry) => _joined.Contains(entry.Record.Index);

    /// <summary>Removes the next record after it was exported.</summary>
    public void Advance(WindowEntry? completion)
    {
        if (completion is not null)
        {
            _joined.Add(completion.Record.Index);
        }

        var entry = _entries.Dequeue();
        _joined.Remove(entry.Record.Index);
        if (entry.Event?.RequestId is { } request && _completions.GetValueOrDefault(request) == entry)
        {
            _completions.Remove(request);
        }
    }

    private void Add(AuditLogEntry record)
    {
        var entry = new WindowEntry(record, _time.GetTimestamp());
        _entries.Enqueue(entry);
        if (record.Event is not { } auditEvent)
        {
            return;
        }

        _latest = auditEvent.Time > _latest ? auditEvent.Time : _latest;
        if (auditEvent is { Type: AuditEventType.RequestCompleted, RequestId: { } request })
        {
            _completions.TryAdd(request, entry);
        }
    }

    /// <summary>A client may choose the identifier of its request, so the user and the token must be the same too.</summary>
    private static bool IsOf(AuditEvent granted, AuditEvent? completion) =>
        completion?.TokenId == granted.TokenId && completion?.Subject == granted.Subject;

    /// <summary>By the time in the log, so that a backlog does not wait, and by the clock at its end.</summary>
    private bool HasWaited(WindowEntry entry, AuditEvent granted) =>
        _latest - granted.Time >= _options.CompletionTimeout
        || _time.GetElapsedTime(entry.Arrived) >= _options.CompletionTimeout
        || _entries.Count >= _options.MaxWaitingEvents;
}
