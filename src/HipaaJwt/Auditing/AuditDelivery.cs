namespace HipaaJwt;

/// <summary>How a sink receives audit events, and what happens to a decision whose event cannot be written.</summary>
public enum AuditDelivery
{
    /// <summary>
    /// The decision waits for the sink. If the sink fails or takes longer than <see cref="AuditOptions.WriteTimeout"/>, the
    /// decision becomes a denial with <see cref="JwtErrorCode.AuditUnavailable"/>.
    /// </summary>
    Required = 1,

    /// <summary>
    /// The decision does not wait. Events pass through a bounded queue. Events that do not fit, or that the sink fails to write,
    /// are counted and logged. Shutdown empties the queue. If the process is killed, up to one 10 ms batch is lost and not
    /// counted.
    /// </summary>
    BestEffort = 2,
}
