namespace HipaaJwt;

/// <summary>A destination of audit events. Implementations are singletons and thread-safe.</summary>
/// <remarks>
/// Register a sink with <see cref="HipaaJwtBuilder.AddAuditSink{TSink}(AuditDelivery)"/>. A sink may block its thread. A sink that is
/// <see cref="AuditDelivery.Required"/> runs on separate threads, at most 32, with the execution context of the decision. Set the
/// command timeout of a driver that blocks to less than <see cref="AuditOptions.WriteTimeout"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class QueueSink(IMessageQueue queue) : IAuditSink
/// {
///     public async ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken) =&gt;
///         await queue.SendAsync(auditEvent, cancellationToken);
/// }
/// </code>
/// </example>
public interface IAuditSink
{
    /// <summary>Writes one event.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <see cref="AuditOptions.WriteTimeout"/>. For a sink that is <see cref="AuditDelivery.Required"/>, also
    /// cancelled when the caller cancels.
    /// </param>
    /// <returns>A task that completes when the event is as durable as the sink promises.</returns>
    /// <exception cref="Exception">
    /// The sink could not write the event. If the sink is <see cref="AuditDelivery.Required"/>, the decision becomes a denial. If
    /// it is <see cref="AuditDelivery.BestEffort"/>, the event is counted as lost.
    /// </exception>
    ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken);
}
