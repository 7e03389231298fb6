namespace HipaaJwt;

/// <summary>What happens to a token that carries, signed but unencrypted, what <see cref="PhiClaimOptions"/> names.</summary>
public enum PhiClaimAction
{
    /// <summary>Nothing: nobody looks.</summary>
    Ignore = 0,

    /// <summary>The token is accepted, and an audit event <see cref="AuditEventType.PhiClaimWarning"/> tells of it when it is first seen.</summary>
    Warn = 1,

    /// <summary>The token is refused with <see cref="JwtErrorCode.PhiClaimNotAllowed"/>.</summary>
    Refuse = 2,
}
