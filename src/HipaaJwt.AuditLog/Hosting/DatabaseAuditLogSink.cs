namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Writes the events of a service to its log in a database, which the host opens at start.</summary>
internal sealed class DatabaseAuditLogSink : INonBlockingAuditSink, IAsyncDisposable, IDisposable
{
    private DatabaseAuditLog? _log;

    /// <param name="registration">
    /// The log. The service provider disposes of what was created first last, and the database must outlive the end of the log.
    /// </param>
    public DatabaseAuditLogSink(DatabaseAuditLogRegistration registration) => Registration = registration;

    public DatabaseAuditLogRegistration Registration { get; }

    /// <summary>The open log; null before the start and after the end of the host.</summary>
    public DatabaseAuditLog? Log => Volatile.Read(ref _log);

    public void Attach(DatabaseAuditLog log) => Volatile.Write(ref _log, log);

    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken) => Log is { } log
        ? log.WriteAsync(auditEvent, cancellationToken)
        : ValueTask.FromException(new AuditLogUnavailableException("The audit log is not open: the host has not started."));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _log, null) is { } log)
        {
            await log.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A service provider that is disposed synchronously throws if a service implements only <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
