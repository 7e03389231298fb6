namespace HipaaJwt;

/// <summary>The kind of an audit event.</summary>
public enum AuditEventType
{
    /// <summary>The validator accepted a token, and no access decision follows.</summary>
    TokenAccepted = 1,

    /// <summary>
    /// The validator rejected a token, or the issuer could not do what it was asked for. <see cref="AuditEvent.Action"/> then says what
    /// that was: create for the sign-in of a user, update for a refresh, delete for the end of a session.
    /// </summary>
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

    /// <summary>An access token was issued without a session.</summary>
    TokenIssued = 7,

    /// <summary>A session was started for a user who had signed in, and its first tokens were issued.</summary>
    SessionStarted = 8,

    /// <summary>
    /// A session was continued with new tokens. If <see cref="AuditEvent.IsRetry"/> is true, the same refresh token was sent again within
    /// the retry window.
    /// </summary>
    SessionRefreshed = 9,

    /// <summary>
    /// A session ended, for the reason in <see cref="AuditEvent.SessionEndReason"/>. The subject is the user of the session, and
    /// <see cref="AuditEvent.Actor"/> the administrator who ended it, if there is one.
    /// </summary>
    SessionEnded = 10,

    /// <summary>A refresh token was sent that had been replaced before, so somebody else may have it (RFC 9700, section 4.14.2).</summary>
    RefreshTokenReused = 11,

    /// <summary>
    /// A signing key was created, or was withdrawn or deleted. <see cref="AuditEvent.ResourceId"/> is its <c>kid</c>, and
    /// <see cref="AuditEvent.Action"/> is create or delete.
    /// </summary>
    SigningKeyChanged = 12,

    /// <summary>An audit log was opened. <see cref="AuditEvent.ResourceId"/> is the name of its stream.</summary>
    AuditLogStarted = 13,

    /// <summary>An audit log was closed in order. <see cref="AuditEvent.ResourceId"/> is the name of its stream.</summary>
    AuditLogStopped = 14,

    /// <summary>
    /// An audit log was continued after its process had ended without closing it. <see cref="AuditEvent.ResourceId"/> is the segment,
    /// and <see cref="AuditEvent.Resource"/> its valid length.
    /// </summary>
    AuditLogRecovered = 15,

    /// <summary>
    /// A segment of the audit log was given up because a write failed, or because its file was deleted, replaced or cut.
    /// <see cref="AuditEvent.ResourceId"/> is the segment, and <see cref="AuditEvent.Resource"/> its valid length.
    /// </summary>
    AuditLogSegmentAbandoned = 16,

    /// <summary>The disk of the audit log is full. Until there is room, no event is accepted.</summary>
    AuditLogFull = 17,

    /// <summary>
    /// Segments of the audit log whose retention has passed were deleted. <see cref="AuditEvent.ResourceId"/> is the first index that is
    /// left.
    /// </summary>
    AuditLogPruned = 18,

    /// <summary>
    /// Somebody read the audit log. The subject of the event is the person, and <see cref="AuditEvent.Resource"/> the search.
    /// </summary>
    AuditLogSearched = 19,

    /// <summary>
    /// Somebody reviewed a period of the audit log (45 CFR 164.308(a)(1)(ii)(D)). The subject of the event is the person, and
    /// <see cref="AuditEvent.Justification"/> the finding.
    /// </summary>
    AuditLogReviewed = 20,

    /// <summary>
    /// The configuration changed. <see cref="AuditEvent.ResourceId"/> is the path of an option or its section, or the name of a legal hold.
    /// If options change while the host runs, <see cref="AuditEvent.Resource"/> names the issuers that were added and removed.
    /// </summary>
    ConfigurationChanged = 21,

    /// <summary>
    /// A request whose access was granted has been answered. <see cref="AuditEvent.ResponseStatus"/> is the status code that was sent, and
    /// <see cref="AuditEvent.OmittedCategories"/> lists the data that the application left out. The events of the decisions have the same
    /// <see cref="AuditEvent.RequestId"/>.
    /// </summary>
    RequestCompleted = 22,
}
