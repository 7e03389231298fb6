using System.Diagnostics;
using HipaaJwt.Claims;

namespace HipaaJwt.Auditing;

/// <summary>Creates the audit events of validation results.</summary>
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

    /// <summary>Creates the event of a rejected token.</summary>
    /// <param name="error">The reason of the rejection.</param>
    /// <param name="issuer">The issuer whose key verified the signature; null if no key did.</param>
    /// <param name="claims">The claims; null if the signature is not valid or the claims are malformed.</param>
    /// <param name="request">The request that contains the token.</param>
    public AuditEvent Rejected(JwtError error, string? issuer, ClaimsSet? claims, in JwtValidationRequest request)
    {
        var session = claims is null ? null : SessionClaims.Of(claims);
        return new AuditEvent(_trail.CreateStamp(), null)
        {
            Type = AuditEventType.TokenRejected,
            ReasonCode = error.Code,
            ReasonMember = error.Member,
            Issuer = issuer,
            Subject = claims?.Subject,
            ClientId = claims?.ClientId,
            TokenId = claims?.Id,
            SessionId = session?.Id,
            Actor = session?.Actor,
            RequestId = request.RequestId,
            TraceId = CurrentTraceId(),
            Resource = request.Resource,
            RemoteAddress = request.RemoteAddress,
        };
    }

    private static string? CurrentTraceId() => Activity.Current?.TraceId.ToHexString();
}
