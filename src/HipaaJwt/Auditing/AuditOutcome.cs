namespace HipaaJwt;

/// <summary>The outcome that an audit event describes.</summary>
public enum AuditOutcome
{
    /// <summary>The token was accepted or access was granted.</summary>
    Success = 1,

    /// <summary>The token was rejected or access was denied.</summary>
    Failure = 2,
}
