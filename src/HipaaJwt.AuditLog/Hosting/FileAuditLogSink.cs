namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Writes the events of a service to its log, which the host opens at start.</summary>
internal sealed class FileAuditLogSink : INonBlockingAuditSink, IAsyncDisposable, IDisposable
{
    private FileAuditLog? _log;

    /// <summary>The open log; null before the start and after the end of the host.</summary>
    public FileAuditLog? Log => Volatile.Read(ref _log);

    public void Attach(FileAuditLog log) => Volatile.Write(ref _log, log);

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
