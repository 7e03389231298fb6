using HipaaJwt.Auditing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt;

/// <summary>
/// Writes each event to the log, under the category <c>HipaaJwt.LoggingAuditSink</c>: as one line of JSON that no claim can break
/// or forge, because it is ASCII without line breaks, and as structured properties with the same names. Successes have the level
/// Information and the event id 100, failures Warning and 101.
/// </summary>
/// <remarks>
/// Patient, ResourceId, SubjectName and Justification are left out unless <see cref="AuditOptions.IncludePatientData"/> is set.
/// </remarks>
public sealed class LoggingAuditSink : IAuditSink
{
    private static readonly EventId Success = new(100, nameof(Success));
    private static readonly EventId Failure = new(101, nameof(Failure));

    private readonly ILogger<LoggingAuditSink> _logger;
    private readonly bool _includePatientData;

    /// <summary>Creates a sink.</summary>
    /// <param name="logger">The destination of the lines.</param>
    /// <param name="options">The limits of the audit trail; by default no patient data is written.</param>
    public LoggingAuditSink(ILogger<LoggingAuditSink> logger, AuditOptions? options = null)
    {
        _logger = logger;
        _includePatientData = options?.IncludePatientData == true;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        var (level, id) = auditEvent.Outcome == AuditOutcome.Success ? (LogLevel.Information, Success) : (LogLevel.Warning, Failure);
        if (_logger.IsEnabled(level))
        {
            _logger.Log(level, id, new AuditLogState(AuditEventFields.Of(auditEvent, _includePatientData)), null, static (state, _) => state.Line);
        }

        return ValueTask.CompletedTask;
    }
}
