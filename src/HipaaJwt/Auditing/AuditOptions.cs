namespace HipaaJwt;

/// <summary>The limits of the audit trail. They apply to the whole process and are read at start.</summary>
public sealed class AuditOptions
{
    /// <summary>The time that one write may take. A decision waits this long for a sink that is <see cref="AuditDelivery.Required"/>.</summary>
    /// <value>5 seconds by default; more than 0 and at most 1 minute.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of events that may wait for each sink that is <see cref="AuditDelivery.BestEffort"/>.</summary>
    /// <value>10,000 by default; 1 to 1,000,000.</value>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>The time that shutdown waits for the queues to empty.</summary>
    /// <value>10 seconds by default; more than 0 and at most 5 minutes.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Writes <see cref="AuditEvent.Patient"/>, <see cref="AuditEvent.SubjectName"/>, <see cref="AuditEvent.Justification"/> and
    /// <see cref="AuditEvent.ResourceId"/> to logs and telemetry too, such as by <see cref="LoggingAuditSink"/>. What is given up:
    /// everything that stores those logs stores PHI. The start warns of it.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IncludePatientData { get; set; }
}
