namespace HipaaJwt;

/// <summary>What an audit event tells.</summary>
public enum AuditEventType
{
    /// <summary>A token was validated for a caller that makes no decision on access of its own.</summary>
    TokenAccepted = 1,

    /// <summary>A token was refused.</summary>
    TokenRefused = 2,

    /// <summary>Access to a resource was permitted.</summary>
    AccessPermitted = 3,

    /// <summary>Access to a resource was denied.</summary>
    AccessDenied = 4,

    /// <summary>
    /// A token that was accepted carries, signed but unencrypted, what <see cref="PhiClaimPolicy"/> names. It is no decision: the
    /// event of that follows.
    /// </summary>
    PhiClaimWarning = 5,
}

/// <summary>How a decision went.</summary>
public enum AuditOutcome
{
    /// <summary>In favour of the caller.</summary>
    Permitted = 1,

    /// <summary>Against the caller.</summary>
    Refused = 2,
}
