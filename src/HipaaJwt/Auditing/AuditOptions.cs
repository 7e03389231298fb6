namespace HipaaJwt;

/// <summary>The limits of the audit trail. They apply to the whole process and are read at start.</summary>
public sealed class AuditOptions
{
    /// <summary>
    /// The timeout of one write to a sink. A decision waits at most this long for each sink that is
    /// <see cref="AuditDelivery.Required"/>. The timeout also applies to a sink that blocks its thread. The exception is
    /// <see cref="LoggingAuditSink"/>, which writes like every other log line.
    /// </summary>
    /// <value>5 seconds by default; more than 0 and at most 1 minute.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum number of events that wait for each sink that is <see cref="AuditDelivery.BestEffort"/>.</summary>
    /// <value>10,000 by default; 1 to 1,000,000.</value>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// The maximum time that shutdown waits for the queues to empty, after all services of the host have stopped. It adds to the
    /// shutdown timeout of the host. The remaining events are counted as lost.
    /// </summary>
    /// <value>10 seconds by default; more than 0 and at most 5 minutes.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Writes <see cref="AuditEvent.Patient"/>, <see cref="AuditEvent.SubjectName"/>, <see cref="AuditEvent.Justification"/> and
    /// <see cref="AuditEvent.ResourceId"/> to logs and telemetry too, such as with <see cref="LoggingAuditSink"/>. Every system
    /// that stores those logs then stores PHI. The application logs a warning at start if this option is set.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IncludePatientData { get; set; }

    /// <summary>
    /// Writes a <see cref="AuditEventType.RequestCompleted"/> event after the response to each request whose access was granted, in
    /// services that use <c>HipaaJwt.AspNetCore</c>. It contains the status code and the omitted categories. About twice as many events
    /// are then written for granted requests.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RecordCompletedRequests { get; set; }
}
