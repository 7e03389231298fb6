using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Opening;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt;

/// <summary>
/// An audit log in files: durable, tamper-evident, and verifiable by tools that others wrote. An event is on the disk before its write
/// completes (45 CFR 164.312(b) and (c)). Thread-safe.
/// </summary>
/// <remarks>
/// Services register it with <c>AddFileAuditLog</c>. Open it directly in programs without a host. Each open log has a stream of its own in
/// the directory.
/// </remarks>
/// <example>
/// <code>
/// await using var log = await FileAuditLog.OpenAsync(new FileAuditLogOptions { Directory = "audit" }, TimeProvider.System);
/// await log.WriteAsync(new AuditEvent { Type = AuditEventType.AuditLogReviewed, Subject = "officer" }, cancellationToken);
/// </code>
/// </example>
public sealed class FileAuditLog : INonBlockingAuditSink, IAsyncDisposable
{
    private readonly OpenLog _log;
    private readonly TimeProvider _time;
    private readonly string _hostName = Environment.MachineName;

    private FileAuditLog(OpenLog log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    /// <summary>The name of the stream that this log writes.</summary>
    public string Origin => _log.Engine.Stream.Origin;

    /// <summary>The directory of the stream.</summary>
    public string StreamDirectory => _log.Engine.Stream.Directory;

    /// <summary>Whether the log accepts events now.</summary>
    public AuditLogStatus Status => _log.Engine.Status;

    /// <summary>The number of events of the stream that are on the disk.</summary>
    public long Count => _log.Engine.Count;

    internal OpenLog Log => _log;

    /// <summary>The number of events that at least one anchor does not have yet; 0 without anchors.</summary>
    internal long Unanchored => Math.Max(0, Count - _log.Engine.Anchors.Size);

    /// <summary>
    /// Opens a log. It creates the directory, the key and a stream, or continues the stream of an earlier process after it has checked its
    /// end against the newest checkpoint and the anchors.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives what happens to the log; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the wait for anchors.</param>
    /// <returns>The open log.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or <paramref name="time"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is wrong. The message names it and the remedy.</exception>
    /// <exception cref="AuditLogDamagedException">The files do not match their checkpoints or the anchors.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static Task<FileAuditLog> OpenAsync(
        FileAuditLogOptions options, TimeProvider time, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (FileAuditLogOptionsValidator.Problems(options) is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        return OpenAsync(options, time, logger ?? NullLogger.Instance, telemetry: null, cancellationToken);
    }

    /// <summary>Writes an event. An event without an identifier receives one, and the time and the name of the machine.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Is ignored: an event that has been accepted is written.</param>
    /// <returns>A task that completes when the event is on the disk.</returns>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="AuditLogUnavailableException">
    /// The event was not written, or not within <see cref="AuditLogOptions.WriteTimeout"/>. The task has the exception.
    /// </exception>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        return _log.Engine.AppendAsync(auditEvent.Id == Guid.Empty ? WithStamp(auditEvent) : auditEvent);
    }

    /// <summary>Closes the log: writes what waits and the end of the stream, signs it, and waits up to 5 s for the anchors.</summary>
    /// <returns>A task that completes when the log is closed.</returns>
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    internal static async Task<FileAuditLog> OpenAsync(
        FileAuditLogOptions options, TimeProvider time, ILogger logger, LogTelemetry? telemetry, CancellationToken cancellationToken) =>
        new(await LogOpener.OpenAsync(options, time, logger, telemetry, cancellationToken).ConfigureAwait(false), time);

    private AuditEvent WithStamp(AuditEvent auditEvent)
    {
        var now = _time.GetUtcNow();
        return auditEvent with
        {
            Id = Guid.CreateVersion7(now),
            Time = now,
            ServerHost = auditEvent.ServerHost ?? _hostName,
        };
    }
}
