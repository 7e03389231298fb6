namespace HipaaJwt;

/// <summary>Limits of the audit trail.</summary>
public sealed class AuditOptions
{
    /// <summary>How long one write may take. A decision waits so long for a sink that is <see cref="AuditDelivery.Required"/>.</summary>
    /// <value>5 seconds by default; more than zero and at most 1 minute.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events may wait for each sink that is <see cref="AuditDelivery.BestEffort"/>.</summary>
    /// <value>10,000 by default; 1 to 1,000,000.</value>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>How long shutdown waits for the queues to empty.</summary>
    /// <value>10 seconds by default; more than zero and at most 5 minutes.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
