namespace HipaaJwt;

/// <summary>What happens to a decision whose event cannot be recorded.</summary>
public enum AuditDelivery
{
    /// <summary>
    /// The decision waits for the sink. If the sink fails or takes longer than <see cref="AuditOptions.WriteTimeout"/>, the
    /// decision becomes a denial with <see cref="JwtErrorCode.AuditUnavailable"/>.
    /// </summary>
    Required = 1,

    /// <summary>
    /// The decision does not wait: events pass through a bounded queue. Events that do not fit or fail are counted and logged.
    /// The queue is emptied at shutdown. If the process is killed, up to one 10 ms batch is lost and not counted.
    /// </summary>
    BestEffort = 2,
}
