namespace HipaaJwt;

/// <summary>An audit event that a test expects was not recorded, or one that it excludes was. The message lists all that was.</summary>
public sealed class AuditAssertionException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public AuditAssertionException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, and what was recorded.</param>
    public AuditAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    /// <param name="message">What was expected, and what was recorded.</param>
    /// <param name="innerException">The cause.</param>
    public AuditAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
