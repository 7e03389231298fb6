using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.TokenIssuer.Requests;

/// <summary>Writes the audit event of a request that an endpoint rejects before it looks at a token.</summary>
internal sealed class RejectionRecorder
{
    private readonly IAuditTrail _trail;
    private readonly string _issuer;

    public RejectionRecorder(IAuditTrail trail, string issuer)
    {
        _trail = trail;
        _issuer = issuer;
    }

    /// <summary>Records the rejection. The event contains nothing of the token, and only the identifier of a registered client.</summary>
    /// <param name="http">The request.</param>
    /// <param name="clientId">The client, as in the options; null if it is unknown.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>False if a required audit sink could not record it.</returns>
    public ValueTask<bool> RecordAsync(HttpContext http, string? clientId, JwtError reason) => !_trail.IsEnabled
        ? new ValueTask<bool>(true)
        : _trail.RecordAsync(
            new AuditEvent(_trail.CreateStamp(), null)
            {
                Type = AuditEventType.TokenRejected,
                ReasonCode = reason.Code,
                ReasonMember = reason.Member,
                Issuer = _issuer,
                ClientId = clientId,
                RequestId = http.TraceIdentifier,
                TraceId = Activity.Current?.TraceId.ToHexString(),
                Resource = ResourceOf(http),
                RemoteAddress = http.Connection.RemoteIpAddress,
            },
            CancellationToken.None);

    /// <summary>The method and the route of a request.</summary>
    public static string? ResourceOf(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? $"{http.Request.Method} {route}" : null;
}
