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
    private readonly long _first;
    private string? _last;
    private DateTimeOffset _latest;

    /// <param name="reader">Reads the stream from the position on, or from the record before it.</param>
    /// <param name="position">What has been exported; null if nothing has.</param>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    public StreamWindow(AuditLogStreamReader reader, StreamPosition? position, FhirAuditExportOptions options, TimeProvider time)
    {
        _reader = reader;
        _first = position?.Next ?? reader.Next;
        _joined = [.. position?.Joined ?? []];
        _last = position?.Last;
        _options = options;
        _time = time;
    }

    public string Origin => _reader.Origin;

    /// <summary>The position of the next record that leaves the window.</summary>
    public StreamPosition Position =>
        new(_entries.TryPeek(out var head) ? head.Record.Index : Math.Max(_first, _reader.Next), [.. _joined], _last);

    /// <summary>The time of the oldest record that waits; null if none waits.</summary>
    public DateTimeOffset? Oldest => _entries.TryPeek(out var head) ? head.Event?.Time : null;

    /// <summary>Reads ahead, up to the largest number of waiting records.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_reader.Next < _first && !await CompareLastAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

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
        _last = StreamPosition.HashOf(entry.Record);
        if (entry.Event?.RequestId is { } request && _completions.GetValueOrDefault(request) == entry)
        {
            _completions.Remove(request);
        }
    }

    /// <summary>A log that was restored and continued has another record there. Its events before that record would be skipped.</summary>
    /// <returns>False if no checkpoint covers the record, so that nothing can be exported yet.</returns>
    /// <exception cref="AuditLogDamagedException">The last record is not the one that was exported.</exception>
    private async Task<bool> CompareLastAsync(CancellationToken cancellationToken)
    {
        if (await _reader.ReadAsync(1, cancellationToken).ConfigureAwait(false) is not [{ } record])
        {
            return false;
        }

        return record.IsRedacted || StreamPosition.HashOf(record) == _last
            ? true
            : throw new AuditLogDamagedException(
                $"Record {record.Index} of the audit log {Origin} is not the one that was exported. The log was restored, or the cursor is "
                + "that of another copy. Find out which events the receiver has, and set a new CursorFile to export the log from its "
                + "start.");
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
