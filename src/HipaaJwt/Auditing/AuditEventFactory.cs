using System.Diagnostics;
using HipaaJwt.Claims;

namespace HipaaJwt.Auditing;

/// <summary>Creates the events of verdicts.</summary>
internal sealed class AuditEventFactory
{
    private readonly IAuditTrail _trail;

    public AuditEventFactory(IAuditTrail trail) => _trail = trail;

    public AuditEvent Accepted(ValidatedJwt token, in JwtValidationRequest request) => new(_trail.CreateStamp(), token)
    {
        Type = AuditEventType.TokenAccepted,
        RequestId = request.RequestId,
        TraceId = CurrentTraceId(),
        Resource = request.Resource,
        RemoteAddress = request.RemoteAddress,
    };

    public AuditEvent PhiClaimWarning(ValidatedJwt token, string entries, in JwtValidationRequest request) => Accepted(token, request) with
    {
        Type = AuditEventType.PhiClaimWarning,
        ReasonCode = JwtErrorCode.PhiClaimNotAllowed,
        ReasonMember = entries,
    };

    /// <param name="error">Why the token was rejected.</param>
    /// <param name="issuer">The issuer whose key verified the signature; null if none did.</param>
    /// <param name="claims">The claims; null if the signature is not valid or they could not be read.</param>
    /// <param name="request">What is known of the request.</param>
    public AuditEvent Rejected(JwtError error, string? issuer, ClaimsSet? claims, in JwtValidationRequest request) => new(_trail.CreateStamp(), null)
    {
        Type = AuditEventType.TokenRejected,
        ReasonCode = error.Code,
        ReasonMember = error.Member,
        Issuer = issuer,
        Subject = claims?.Subject,
        ClientId = claims?.ClientId,
        TokenId = claims?.Id,
        SessionId = claims is null ? null : SessionClaims.GetSessionId(claims),
        Actor = claims is null ? null : SessionClaims.GetActor(claims),
        RequestId = request.RequestId,
        TraceId = CurrentTraceId(),
        Resource = request.Resource,
        RemoteAddress = request.RemoteAddress,
    };

    private static string? CurrentTraceId() => Activity.Current?.TraceId.ToHexString();
}
