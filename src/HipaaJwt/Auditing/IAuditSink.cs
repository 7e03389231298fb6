namespace HipaaJwt;

/// <summary>A destination of audit events. Implementations are singletons and thread-safe.</summary>
/// <remarks>Register a sink with <see cref="HipaaJwtBuilder.AddAuditSink{TSink}(AuditDelivery)"/>.</remarks>
public interface IAuditSink
{
    /// <summary>Records one event. When the task completes, the event is as durable as the sink promises.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Signalled after <see cref="AuditOptions.WriteTimeout"/>.</param>
    /// <exception cref="Exception">
    /// The event could not be recorded. If the sink is <see cref="AuditDelivery.Required"/>, the decision becomes a denial.
    /// </exception>
    ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken);
}
