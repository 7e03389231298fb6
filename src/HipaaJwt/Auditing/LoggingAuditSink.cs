using HipaaJwt.Auditing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt;

/// <summary>
/// Writes each event to the log under the category <c>HipaaJwt.LoggingAuditSink</c>. The message is one line of ASCII JSON
/// without line breaks, so that no claim can forge a log line. The fields are also structured properties with the same names.
/// </summary>
/// <remarks>
/// Successes have the level Information and the event id 100. Failures have the level Warning and the event id 101. The sink
/// omits Patient, ResourceId, SubjectName and Justification unless <see cref="AuditOptions.IncludePatientData"/> is set. It fails
/// if a log filter disables the level of an event. If the sink is <see cref="AuditDelivery.Required"/>, a filter that disables one
/// of the levels stops the start of the host. The sink writes on the thread of the decision, like every other log line.
/// </remarks>
public sealed class LoggingAuditSink : IAuditSink
{
    /// <summary>The path of the option that sets the level of the category.</summary>
    internal const string LevelPath = "Logging:LogLevel:HipaaJwt.LoggingAuditSink";

    private static readonly EventId Success = new(100, nameof(Success));
    private static readonly EventId Failure = new(101, nameof(Failure));

    private readonly ILogger<LoggingAuditSink> _logger;
    private readonly bool _includePatientData;

    /// <summary>Creates a sink.</summary>
    /// <param name="logger">The logger that receives the events.</param>
    /// <param name="options">The options of the audit trail. If they are null, the sink omits patient data.</param>
    public LoggingAuditSink(ILogger<LoggingAuditSink> logger, AuditOptions? options = null)
    {
        _logger = logger;
        _includePatientData = options?.IncludePatientData == true;
    }

    /// <summary>The levels of events that a log filter or the lack of a log provider disables.</summary>
    internal IEnumerable<LogLevel> DisabledLevels =>
        new[] { LogLevel.Information, LogLevel.Warning }.Where(level => !_logger.IsEnabled(level));

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="InvalidOperationException">The level of the event is disabled, so the log would drop the event.</exception>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        var (level, id) = auditEvent.Outcome == AuditOutcome.Success ? (LogLevel.Information, Success) : (LogLevel.Warning, Failure);
        if (!_logger.IsEnabled(level))
        {
            throw new InvalidOperationException(
                $"The log drops this audit event, because its level {level} is disabled. Set {LevelPath} to Information.");
        }

        var state = new AuditLogState(AuditEventFields.Of(auditEvent, _includePatientData));
        _logger.Log(level, id, state, null, static (state, _) => state.Line);
        return ValueTask.CompletedTask;
    }
}
