namespace HipaaJwt;

/// <summary>The kind of an audit event.</summary>
public enum AuditEventType
{
    /// <summary>The validator accepted a token, and no access decision follows.</summary>
    TokenAccepted = 1,

    /// <summary>The validator rejected a token.</summary>
    TokenRejected = 2,

    /// <summary>Access to a resource was granted.</summary>
    AccessGranted = 3,

    /// <summary>Access to a resource was denied.</summary>
    AccessDenied = 4,

    /// <summary>
    /// An accepted token contains, signed but not encrypted, a claim that <see cref="PhiClaimOptions"/> names. The decision about
    /// the token is a separate event.
    /// </summary>
    PhiClaimWarning = 5,

    /// <summary>
    /// A token, a session, a subject or an issuer was revoked. <see cref="AuditEvent.ResourceType"/> is the <see cref="RevocationKind"/>,
    /// <see cref="AuditEvent.ResourceId"/> the revoked identifier, and <see cref="AuditEvent.Resource"/> its issuer. The subject of the
    /// event is the person or service that revoked.
    /// </summary>
    TokenRevoked = 6,
}
