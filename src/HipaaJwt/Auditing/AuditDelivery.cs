namespace HipaaJwt;

/// <summary>What happens to a decision whose event cannot be recorded.</summary>
public enum AuditDelivery
{
    /// <summary>
    /// The decision waits for the sink. Where the sink fails or takes longer than <see cref="AuditOptions.WriteTimeout"/>,
    /// the decision is refused with <see cref="JwtErrorCode.AuditUnavailable"/>.
    /// </summary>
    Required = 1,

    /// <summary>
    /// The decision does not wait: events go through a bounded queue. What does not fit or fails is counted and logged.
    /// The queue is emptied at shutdown.
    /// </summary>
    BestEffort = 2,
}
