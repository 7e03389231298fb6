using HipaaJwt.Fhir.Cursors;
using HipaaJwt.Fhir.Diagnostics;
using HipaaJwt.Fhir.Logs;
using HipaaJwt.Fhir.Receiving;

namespace HipaaJwt.Fhir.Exporting;

/// <summary>
/// Sends what the streams contain to the receiver, and then says so in the cursor: at least once, in the order of each stream. After a
/// failure of a file, it starts again from the cursor. Not thread-safe.
/// </summary>
internal sealed class ExportRun : IDisposable
{
    private readonly IExportedLog _log;
    private readonly FhirAuditExportOptions _options;
    private readonly IResourceReceiver _receiver;
    private readonly Func<CursorFile> _openCursor;
    private readonly ExportTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<string, StreamWindow> _windows = new(StringComparer.Ordinal);
    private CursorFile? _cursor;
    private DeadLetters? _deadLetters;
    private int _unsaved;
    private int _count;

    public ExportRun(
        IExportedLog log,
        FhirAuditExportOptions options,
        IResourceReceiver receiver,
        Func<CursorFile> openCursor,
        ExportTelemetry telemetry,
        TimeProvider time)
    {
        _log = log;
        _options = options;
        _receiver = receiver;
        _openCursor = openCursor;
        _telemetry = telemetry;
        _time = time;
    }

    /// <summary>The time of the oldest event that has been read and not been exported; null if there is none.</summary>
    public DateTimeOffset? Oldest => _windows.Values.Select(window => window.Oldest).Min();

    /// <summary>Exports what is there, until there is nothing more or something fails.</summary>
    /// <param name="isFinal">Whether nothing waits for the completion of its request.</param>
    /// <param name="cancellationToken">Stops at the resource that is being sent.</param>
    public async Task<StepResult> StepAsync(bool isFinal, CancellationToken cancellationToken)
    {
        _count = 0;
        try
        {
            var result = await TryExportAsync(isFinal, cancellationToken).ConfigureAwait(false);
            Save();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Save();
            throw;
        }
        catch (Exception exception) when (exception is AuditLogDamagedException or InvalidDataException)
        {
            Close();
            return new StepResult(FhirAuditExportStatus.Damaged, exception.Message, null, _count);
        }
        catch (IOException exception)
        {
            Close();
            return new StepResult(FhirAuditExportStatus.Waiting, exception.GetType().Name, null, _count);
        }
    }

    public void Dispose()
    {
        Close();
        _receiver.Dispose();
    }

    /// <summary>Exports until the database of the log fails. What was sent before is saved, so that its outage doubles nothing.</summary>
    private async Task<StepResult> TryExportAsync(bool isFinal, CancellationToken cancellationToken)
    {
        try
        {
            return await ExportAsync(isFinal, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditLogUnavailableException exception)
        {
            return new StepResult(FhirAuditExportStatus.Waiting, exception.Message.TrimEnd('.'), null, _count);
        }
    }

    private async Task<StepResult> ExportAsync(bool isFinal, CancellationToken cancellationToken)
    {
        await OpenWindowsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var window in _windows.Values)
        {
            int before;
            do
            {
                before = _count;
                await window.FillAsync(cancellationToken).ConfigureAwait(false);
                if (await SendReadyAsync(window, isFinal, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    return failure;
                }
            }
            while (_count > before);
        }

        return new StepResult(FhirAuditExportStatus.Running, null, null, _count);
    }

    /// <summary>Exports the records of a window that need not wait.</summary>
    /// <returns>Null if the export may go on.</returns>
    private async Task<StepResult?> SendReadyAsync(StreamWindow window, bool isFinal, CancellationToken cancellationToken)
    {
        while (window.TryPeek(isFinal, out var entry, out var completion))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!window.IsJoined(entry) && await SendAsync(entry, completion, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }

            window.Advance(completion);
            _count++;
            if (_unsaved >= _receiver.MaxUnsaved)
            {
                Save();
            }
        }

        return null;
    }

    /// <summary>Opens streams that are new. A stream that was never exported starts at the first record that is left.</summary>
    private async Task OpenWindowsAsync(CancellationToken cancellationToken)
    {
        _cursor ??= _openCursor();
        var origins = await _log.FindOriginsAsync(_cursor, cancellationToken).ConfigureAwait(false);
        foreach (var origin in origins.Where(origin => !_windows.ContainsKey(origin)))
        {
            var position = _cursor.Find(origin);
            _windows[origin] = new StreamWindow(_log.Open(origin, position), position, _options, _time);
        }
    }

    /// <summary>Exports one record.</summary>
    /// <returns>Null if the export may go on.</returns>
    private async Task<StepResult?> SendAsync(WindowEntry entry, WindowEntry? completion, CancellationToken cancellationToken)
    {
        if (entry.Record.IsRedacted)
        {
            return null;
        }

        var resource = entry.Event is { } auditEvent ? FhirAuditEvents.Create(auditEvent, completion?.Event, _options.Mapping) : null;
        var receipt = resource is null
            ? new Receipt(ReceiptKind.Rejected, "unreadable record")
            : await _receiver.SendAsync(resource, cancellationToken).ConfigureAwait(false);
        if (receipt.Kind == ReceiptKind.Accepted)
        {
            _unsaved++;
            _telemetry.RecordSent();
            return null;
        }

        if (receipt.Kind == ReceiptKind.Rejected && _options.DeadLetterFile is { } path)
        {
            _deadLetters ??= new DeadLetters(path, _time);
            _deadLetters.Add(entry.Record, resource, receipt.Reason!);
            _unsaved += _receiver.MaxUnsaved;
            _telemetry.RecordSetAside(entry.Record, receipt.Reason!);
            return null;
        }

        var status = resource is null ? FhirAuditExportStatus.Damaged
            : receipt.Kind == ReceiptKind.Rejected ? FhirAuditExportStatus.Rejected
            : FhirAuditExportStatus.Waiting;
        return new StepResult(status, $"{receipt.Reason}, {entry.Record}", receipt.RetryAfter, _count);
    }

    private void Save()
    {
        if (_cursor is null || (_unsaved == 0 && _count == 0))
        {
            return;
        }

        _receiver.Complete();
        foreach (var window in _windows.Values)
        {
            _cursor.Set(window.Origin, window.Position);
        }

        _cursor.Save();
        _unsaved = 0;
    }

    /// <summary>Forgets what the cursor does not say.</summary>
    private void Close()
    {
        _windows.Clear();
        _cursor?.Dispose();
        _deadLetters?.Dispose();
        (_cursor, _deadLetters, _unsaved) = (null, null, 0);
    }
}
