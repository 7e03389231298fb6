using System.Diagnostics;
using HipaaJwt.Auditing;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Puts decisions on requests into the audit trail.</summary>
internal sealed class DecisionRecorder
{
    private readonly EventIds _ids = new();
    private readonly IAuditTrail _trail;
    private readonly TimeProvider _time;

    public DecisionRecorder(IAuditTrail trail, TimeProvider time)
    {
        _trail = trail;
        _time = time;
    }

    public bool IsEnabled => _trail.IsEnabled;

    /// <summary>Records the refusal of a token that was not looked at, so that there is no claim to record.</summary>
    public ValueTask<bool> TokenRefusedAsync(HttpContext context, JwtErrorCode code)
    {
        if (!IsEnabled)
        {
            return new ValueTask<bool>(true);
        }

        var now = _time.GetUtcNow();
        return _trail.RecordAsync(new AuditEvent
        {
            Id = _ids.Next(now),
            Time = now,
            Type = AuditEventType.TokenRefused,
            ReasonCode = code,
            Resource = RequestState.Of(context).ResourceOf(context),
            TraceId = Activity.Current?.TraceId.ToHexString(),
            RemoteAddress = context.Connection.RemoteIpAddress,
        });
    }

    /// <summary>Records a decision on access.</summary>
    public ValueTask<bool> AccessDecidedAsync(in AccessDecision decision, HttpContext? context)
    {
        var now = _time.GetUtcNow();
        return _trail.RecordAsync(new AuditEvent
        {
            Id = _ids.Next(now),
            Time = now,
            Type = decision.Reason == JwtErrorCode.None ? AuditEventType.AccessPermitted : AuditEventType.AccessDenied,
            ReasonCode = decision.Reason,
            Issuer = decision.Token?.Issuer,
            Subject = decision.Token?.Subject,
            ClientId = decision.Token?.ClientId,
            TokenId = decision.Token?.Id,
            Permission = decision.Permission,
            Resource = decision.Resource,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            RemoteAddress = context?.Connection.RemoteIpAddress,
        });
    }
}
