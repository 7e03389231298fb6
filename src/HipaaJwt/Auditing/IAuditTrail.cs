namespace HipaaJwt;

/// <summary>Hands events to all sinks, each with the delivery it was registered for. For code that makes decisions of its own.</summary>
public interface IAuditTrail
{
    /// <summary>Whether there is any sink; where there is none, events need not be made.</summary>
    bool IsEnabled { get; }

    /// <summary>Hands an event to all sinks and waits for those that are <see cref="AuditDelivery.Required"/>.</summary>
    /// <param name="auditEvent">The event.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting of the caller. An event that a required sink has begun to record may still be recorded.
    /// </param>
    /// <returns>False where a required sink failed, so that the decision must be refused.</returns>
    ValueTask<bool> RecordAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default);
}
