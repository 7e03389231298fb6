namespace HipaaJwt;

/// <summary>What was requested of sessions was not acknowledged. It may have taken effect or not; try again.</summary>
public sealed class SessionStoreUnavailableException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public SessionStoreUnavailableException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What failed, without data of users.</param>
    public SessionStoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">What failed, without data of users.</param>
    /// <param name="innerException">The cause.</param>
    public SessionStoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
