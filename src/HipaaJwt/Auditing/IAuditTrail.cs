namespace HipaaJwt;

/// <summary>
/// The audit trail: sends each event to all sinks, each with the delivery that it was registered for. A singleton; thread-safe.
/// Use it in code that makes access decisions of its own.
/// </summary>
public interface IAuditTrail
{
    /// <summary>Whether there is any sink. If there is none, events need not be created.</summary>
    bool IsEnabled { get; }

    /// <summary>Creates the identity of the next event.</summary>
    /// <returns>An identifier that sorts after those created before in this process, the time and the host.</returns>
    AuditStamp CreateStamp();

    /// <summary>
    /// Sends an event to all sinks and waits for those that are <see cref="AuditDelivery.Required"/>. An event without
    /// identifier receives one.
    /// </summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">Ends the wait. A required sink that has begun may still record the event.</param>
    /// <returns>
    /// False if a required sink failed or took longer than <see cref="AuditOptions.WriteTimeout"/>. The decision must then be
    /// treated as denied; an event with <see cref="JwtErrorCode.AuditUnavailable"/> has been sent to the other sinks.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<bool> RecordAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default);
}
