using HipaaJwt.AuditLog.Databases;
using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Opening;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HipaaJwt;

/// <summary>
/// An audit log in a database that several processes write: durable, tamper-evident, and in one total order. An event is committed before
/// its write completes (45 CFR 164.312(b) and (c)). Thread-safe.
/// </summary>
/// <remarks>
/// Services register it with <c>AddPostgreSqlAuditLog</c> or <c>AddSqliteAuditLog</c>. All processes need the same signing key.
/// </remarks>
public sealed class DatabaseAuditLog : INonBlockingAuditSink, IAsyncDisposable
{
    private readonly OpenDatabaseLog _log;
    private readonly TimeProvider _time;
    private readonly string _hostName = Environment.MachineName;

    private DatabaseAuditLog(OpenDatabaseLog log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    /// <summary>The name of the stream that all processes write.</summary>
    public string Origin => _log.Stream.Origin;

    /// <summary>Whether the log accepts events now.</summary>
    public AuditLogStatus Status => _log.Writer.Status;

    /// <summary>The number of durable events of all processes, as far as this one has seen them.</summary>
    public long Count => _log.Writer.Count;

    /// <summary>The number of events that at least one anchor does not have yet; 0 without anchors.</summary>
    internal long Unanchored => Math.Max(0, Count - _log.Anchors.Size);

    internal IEnumerable<(string Name, string Failure)> AnchorFailures => _log.Anchors.Failures;

    /// <summary>
    /// Opens a log. It creates the log, or continues it after it has checked its end against the newest checkpoint and the anchors.
    /// </summary>
    /// <param name="database">The database. It is not disposed with the log.</param>
    /// <param name="options">The options. <see cref="AuditLogOptions.SigningKeyFile"/> is required.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives what happens to the log; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The open log.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="database"/>, <paramref name="options"/> or <paramref name="time"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">An option is wrong. The message names it and the remedy.</exception>
    /// <exception cref="AuditLogDamagedException">The database does not match its checkpoints or the anchors.</exception>
    /// <exception cref="AuditLogUnavailableException">The first event could not be written.</exception>
    public static Task<DatabaseAuditLog> OpenAsync(
        IAuditLogDatabase database,
        AuditLogOptions options,
        TimeProvider time,
        ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return OpenAsync(database, options, time, logger ?? NullLogger.Instance, telemetry: null, cancellationToken);
    }

    /// <summary>Writes an event. An event without an identifier receives one, and the time and the name of the machine.</summary>
    /// <remarks>A repeated write of the same event changes nothing. Another event with the same identifier is rejected.</remarks>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Is ignored: an event that has been accepted is written.</param>
    /// <returns>A task that completes when the event is committed.</returns>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="AuditLogUnavailableException">
    /// The event was not written, or not within <see cref="AuditLogOptions.WriteTimeout"/>. It may still be written once. The task has the
    /// exception.
    /// </exception>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        return _log.Intake.AppendAsync(auditEvent.Id == Guid.Empty ? WithStamp(auditEvent) : auditEvent);
    }

    /// <summary>Closes the log: writes what waits and the stop, signs it, and waits up to 5 s for the database and the anchors.</summary>
    /// <returns>A task that completes when the log is closed.</returns>
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    internal static async Task<DatabaseAuditLog> OpenAsync(
        IAuditLogDatabase database,
        AuditLogOptions options,
        TimeProvider time,
        ILogger logger,
        LogTelemetry? telemetry,
        CancellationToken cancellationToken)
    {
        OptionProblems problems = new(options.GetType().Name);
        problems.AddShared(options);
        if (problems.Messages.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems.Messages), nameof(options));
        }

        var opener = new DatabaseLogOpener(database, options, time, logger, telemetry);
        return new DatabaseAuditLog(await opener.OpenAsync(cancellationToken).ConfigureAwait(false), time);
    }

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
