using System.Diagnostics.Metrics;
using HipaaJwt.Fhir.Cursors;
using HipaaJwt.Fhir.Diagnostics;
using HipaaJwt.Fhir.Exporting;
using HipaaJwt.Fhir.Logs;
using HipaaJwt.Fhir.Opening;
using HipaaJwt.Fhir.Receiving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt;

/// <summary>
/// Exports an audit log as FHIR R4 AuditEvent resources, from a durable cursor: in the order of each stream, at least once, and without
/// gaps, across restarts and failures of the receiver. Services register it with <c>AddFhirAuditExport</c>. Not thread-safe, but its
/// properties are.
/// </summary>
/// <example>
/// <code>
/// using var exporter = new FhirAuditExporter(new FhirAuditExportOptions { Directory = "audit", OutputFile = "audit.ndjson" });
/// await exporter.ExportAsync();
/// </code>
/// </example>
public sealed class FhirAuditExporter : IDisposable
{
    private readonly FhirAuditExportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExportTelemetry _telemetry;
    private readonly ExportRun _run;
    private volatile ExporterState _state = new(FhirAuditExportStatus.Stopped, null, null, 0);

    /// <summary>Creates an export. It opens no file until it is used.</summary>
    /// <param name="options">The options.</param>
    /// <param name="clients">Creates the client <see cref="FhirAuditExportOptions.HttpClientName"/>; null to export to a file.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <param name="logger">Receives what happens; null for nothing.</param>
    /// <exception cref="ArgumentNullException">The options are null.</exception>
    /// <exception cref="ArgumentException">An option is wrong. The message names it and the remedy.</exception>
    public FhirAuditExporter(
        FhirAuditExportOptions options, IHttpClientFactory? clients = null, TimeProvider? time = null, ILogger? logger = null)
        : this(options, database: null, clients, time ?? TimeProvider.System, logger ?? NullLogger.Instance, meters: null)
    {
    }

    /// <param name="options">The options.</param>
    /// <param name="database">The database that has the log; null for a log in files.</param>
    /// <param name="clients">Creates the HTTP client.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives what happens.</param>
    /// <param name="meters">Creates the metrics; null for none.</param>
    internal FhirAuditExporter(
        FhirAuditExportOptions options,
        IAuditLogDatabase? database,
        IHttpClientFactory? clients,
        TimeProvider time,
        ILogger logger,
        IMeterFactory? meters)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (FhirAuditExportOptionsValidator.Problems(options, database) is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        if (options.Endpoint is not null && clients is null)
        {
            throw new ArgumentException("An export to an endpoint needs an IHttpClientFactory.", nameof(clients));
        }

        (_options, _time, _logger) = (options, time, logger);
        _telemetry = new ExportTelemetry(logger, meters);
        _telemetry.AddGauge(() => Status);
        _run = new ExportRun(
            database is null ? new DirectoryLog(options.Directory) : new DatabaseLog(database),
            options,
            Receivers.Create(options, clients, time),
            () => CursorFile.Open(options.CursorPath),
            _telemetry,
            time);
    }

    /// <summary>What the export does now.</summary>
    public FhirAuditExportStatus Status => _state.At(Sent).Status;

    /// <summary>Why the export does not go on, without data of events, such as <c>HTTP 503</c>; null if it does.</summary>
    public string? Reason => _state.At(Sent).Reason;

    /// <summary>The number of resources that the receiver has accepted since this object was created.</summary>
    public long Sent => _telemetry.Sent;

    /// <summary>The time of the oldest event that has been read and not been exported; null if there is none.</summary>
    public DateTimeOffset? OldestWaiting => _state.Oldest;

    /// <summary>Writes all events of a log to a stream as NDJSON, without a cursor.</summary>
    /// <param name="directory">The directory of the log.</param>
    /// <param name="output">The stream. It is not closed.</param>
    /// <param name="mapping">How events become resources; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>The number of resources.</returns>
    /// <exception cref="ArgumentException">The directory is empty.</exception>
    /// <exception cref="ArgumentNullException">The directory or the stream is null.</exception>
    /// <exception cref="AuditLogDamagedException">A record is missing or cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be read, or the stream cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The export was cancelled.</exception>
    public static async Task<long> WriteAsync(
        string directory, Stream output, FhirAuditOptions? mapping = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(output);
        var options = new FhirAuditExportOptions(mapping ?? new FhirAuditOptions()) { Directory = directory };
        var telemetry = new ExportTelemetry(NullLogger.Instance, meters: null);
        using var run = new ExportRun(
            new DirectoryLog(directory), options, NdjsonReceiver.To(output), CursorFile.InMemory, telemetry, TimeProvider.System);
        var result = await run.StepAsync(isFinal: true, cancellationToken).ConfigureAwait(false);
        return result.Status switch
        {
            FhirAuditExportStatus.Running => telemetry.Sent,
            FhirAuditExportStatus.Damaged => throw new AuditLogDamagedException(result.Reason!),
            _ => throw new IOException($"The export failed: {result.Reason}."),
        };
    }

    /// <summary>
    /// Exports what the log contains now, once, without waiting and without retries. A granted access whose request is not completed is
    /// exported as a decision.
    /// </summary>
    /// <param name="cancellationToken">Stops the export. What was sent stays in the cursor.</param>
    /// <returns><see cref="FhirAuditExportStatus.Running"/> if everything was exported, otherwise what prevents it.</returns>
    /// <exception cref="OperationCanceledException">The export was cancelled.</exception>
    public async Task<FhirAuditExportStatus> ExportAsync(CancellationToken cancellationToken = default) =>
        (await StepAsync(isFinal: true, cancellationToken).ConfigureAwait(false)).Status;

    /// <summary>
    /// Exports the log until it is cancelled. If the receiver fails, it retries with growing delays and skips nothing.
    /// </summary>
    /// <param name="cancellationToken">Stops the export. What was sent stays in the cursor.</param>
    /// <returns>A task that completes when the export has stopped.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_options);
        _state = _state with { Status = FhirAuditExportStatus.Running, Reason = null };
        try
        {
            while (true)
            {
                var wasFailing = _state.Status > FhirAuditExportStatus.Running;
                var result = await StepAsync(isFinal: false, cancellationToken).ConfigureAwait(false);
                var delay = Next(backoff, result, wasFailing);
                await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _state = _state with { Status = FhirAuditExportStatus.Stopped, Reason = null };
        }
    }

    /// <summary>Closes the cursor and the output.</summary>
    public void Dispose() => _run.Dispose();

    private async Task<StepResult> StepAsync(bool isFinal, CancellationToken cancellationToken)
    {
        StepResult result;
        try
        {
            result = await _run.StepAsync(isFinal, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A mistake of the export must not stop the service.
            result = new StepResult(FhirAuditExportStatus.Damaged, exception.GetType().Name, null, 0);
        }

        _state = new ExporterState(result.Status, result.Reason, _run.Oldest, Sent);
        return result;
    }

    private TimeSpan Next(Backoff backoff, in StepResult result, bool wasFailing)
    {
        if (result.Status == FhirAuditExportStatus.Running || result.Count > 0)
        {
            backoff.Reset();
        }

        if (result.Status == FhirAuditExportStatus.Running)
        {
            if (wasFailing)
            {
                Log.Recovered(_logger);
            }

            return _options.PollInterval;
        }

        var delay = backoff.Next(result);
        Report(result, delay);
        return delay;
    }

    private void Report(in StepResult result, TimeSpan delay)
    {
        switch (result.Status)
        {
            case FhirAuditExportStatus.Rejected:
                Log.Rejected(_logger, result.Reason!, delay);
                break;
            case FhirAuditExportStatus.Damaged:
                Log.Damaged(_logger, result.Reason!, delay);
                break;
            default:
                Log.Waiting(_logger, result.Reason!, delay);
                break;
        }
    }
}
