namespace HipaaJwt;

/// <summary>
/// Sends each audit event to all sinks, with the delivery of each. Use it in code that makes its own access decisions. The
/// service is a singleton and thread-safe.
/// </summary>
/// <example>
/// <code>
/// if (!await trail.RecordAsync(AuditEvent.ForAccess(token)))
/// {
///     return Results.StatusCode(503);
/// }
/// </code>
/// </example>
public interface IAuditTrail
{
    /// <summary>Whether at least one sink is registered. Without sinks, callers need not create events.</summary>
    bool IsEnabled { get; }

    /// <summary>Creates the identifier, the time and the host of the next event.</summary>
    /// <returns>A stamp whose identifier sorts after those that this process created before.</returns>
    AuditStamp CreateStamp();

    /// <summary>
    /// Sends an event to all sinks and waits for those that are <see cref="AuditDelivery.Required"/>. An event without an
    /// identifier receives one.
    /// </summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Cancels the wait. A required sink that has started to write may still write the event.</param>
    /// <returns>
    /// <see langword="true"/> if every required sink has written the event. <see langword="false"/> if a required sink failed or
    /// took longer than <see cref="AuditOptions.WriteTimeout"/>. The caller must then deny access. The trail has already sent an
    /// event with <see cref="JwtErrorCode.AuditUnavailable"/> to the other sinks.
    /// </returns>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<bool> RecordAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default);
}
