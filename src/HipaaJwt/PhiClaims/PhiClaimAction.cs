namespace HipaaJwt;

/// <summary>The action for a token that is not encrypted and contains claims that <see cref="PhiClaimOptions"/> names.</summary>
public enum PhiClaimAction
{
    /// <summary>The validator does not search for such claims.</summary>
    Ignore = 0,

    /// <summary>
    /// The validator accepts the token and writes one audit event <see cref="AuditEventType.PhiClaimWarning"/>. While the token is
    /// cached, further uses write no warning.
    /// </summary>
    Warn = 1,

    /// <summary>The validator rejects the token with <see cref="JwtErrorCode.PhiClaimNotAllowed"/>.</summary>
    Refuse = 2,
}
