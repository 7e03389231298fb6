namespace HipaaJwt;

/// <summary>
/// The files of the audit log do not match its checkpoints or its anchors, or the log cannot be opened safely. The log must not be
/// continued before somebody has found out why.
/// </summary>
public sealed class AuditLogDamagedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AuditLogDamagedException()
        : this("The audit log is damaged.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was found, in which file, and what to do.</param>
    public AuditLogDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">What was found, in which file, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public AuditLogDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
