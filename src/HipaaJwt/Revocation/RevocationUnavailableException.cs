namespace HipaaJwt;

/// <summary>
/// A revocation was not acknowledged. It is unknown whether it takes effect. Revoke again: repeating a revocation is safe.
/// </summary>
public sealed class RevocationUnavailableException : Exception
{
    /// <summary>Creates an exception.</summary>
    public RevocationUnavailableException()
        : this("The revocation was not acknowledged, so it is unknown whether it takes effect. Revoke again.")
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message. It must not contain data of a token.</param>
    public RevocationUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message. It must not contain data of a token.</param>
    /// <param name="innerException">The cause.</param>
    public RevocationUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
