using HipaaJwt.Auditing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt;

/// <summary>
/// Writes each event as one line of JSON to the log, under the category <c>HipaaJwt.LoggingAuditSink</c>. Whatever a claim
/// holds, the line is ASCII and stays one line.
/// </summary>
public sealed partial class LoggingAuditSink : IAuditSink
{
    private readonly ILogger<LoggingAuditSink> _logger;

    /// <summary>Makes a sink.</summary>
    /// <param name="logger">Where the lines go.</param>
    public LoggingAuditSink(ILogger<LoggingAuditSink> logger) => _logger = logger;

    /// <inheritdoc/>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        if (auditEvent.Outcome == AuditOutcome.Permitted)
        {
            Permitted(_logger, AuditEventJson.Write(auditEvent));
        }
        else
        {
            Refused(_logger, AuditEventJson.Write(auditEvent));
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(100, LogLevel.Information, "{AuditEvent}")]
    private static partial void Permitted(ILogger logger, string auditEvent);

    [LoggerMessage(101, LogLevel.Warning, "{AuditEvent}")]
    private static partial void Refused(ILogger logger, string auditEvent);
}
