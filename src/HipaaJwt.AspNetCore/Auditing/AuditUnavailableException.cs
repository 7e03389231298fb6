using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>
/// Reports that an access could not be recorded, so the response must not contain patient data. Kestrel, the exception handler
/// and the developer exception page respond with its status, 503. Do not catch it and continue.
/// </summary>
public sealed class AuditUnavailableException : BadHttpRequestException
{
    /// <summary>Creates the exception with a default message.</summary>
    public AuditUnavailableException()
        : this("The access could not be recorded, because a required audit sink failed. Check the sinks with AuditDelivery.Required.")
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
