namespace HipaaJwt;

/// <summary>Where audit events go. Implementations are singletons and thread-safe.</summary>
public interface IAuditSink
{
    /// <summary>Records one event. When the task completes, the event is safe as far as this sink promises.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Signalled when the time for recording is over.</param>
    /// <exception cref="Exception">
    /// Whatever keeps the event from being recorded. For a sink registered as <see cref="AuditDelivery.Required"/> the
    /// decision is refused then.
    /// </exception>
    ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken);
}
