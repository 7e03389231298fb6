namespace HipaaJwt;

/// <summary>The kind of an audit event.</summary>
public enum AuditEventType
{
    /// <summary>A token was validated for code that makes no access decision of its own.</summary>
    TokenAccepted = 1,

    /// <summary>A token was rejected.</summary>
    TokenRejected = 2,

    /// <summary>Access to a resource was granted.</summary>
    AccessGranted = 3,

    /// <summary>Access to a resource was denied.</summary>
    AccessDenied = 4,

    /// <summary>
    /// An accepted token contains, signed but not encrypted, a claim that <see cref="PhiClaimOptions"/> names. The decision about
    /// the token is an event of its own.
    /// </summary>
    PhiClaimWarning = 5,
}
