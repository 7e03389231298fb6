using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>
/// An access could not be recorded, so no data may leave. Kestrel, the exception handler and the developer exception page answer
/// with its status, 503. Do not catch it and continue.
/// </summary>
public sealed class AuditUnavailableException : BadHttpRequestException
{
    /// <summary>Creates the exception.</summary>
    public AuditUnavailableException()
        : this("The audit trail could not record the access. Check the audit sinks that are Required.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">The message.</param>
    public AuditUnavailableException(string message)
        : base(message, StatusCodes.Status503ServiceUnavailable)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public AuditUnavailableException(string message, Exception innerException)
        : base(message, StatusCodes.Status503ServiceUnavailable, innerException)
    {
    }
}
