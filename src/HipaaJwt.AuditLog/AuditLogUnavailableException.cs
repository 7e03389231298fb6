namespace HipaaJwt;

/// <summary>
/// The audit log did not write an event: the disk is full or fails, the log is closed, or too many events wait. Or its database cannot be
/// read.
/// </summary>
public sealed class AuditLogUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AuditLogUnavailableException()
        : this("The audit log is unavailable.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened, without data of an event.</param>
    public AuditLogUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">What happened, without data of an event.</param>
    /// <param name="innerException">The cause.</param>
    public AuditLogUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
