using System.Diagnostics;
using HipaaJwt;

namespace ClinicApi.Accounts;

/// <summary>Records failures to sign in. The token issuer records successes.</summary>
internal sealed class SignInAudit(IAuditTrail trail)
{
    /// <param name="http">The request.</param>
    /// <param name="account">
    /// The account; null if there is none. The event does not contain a name without an account: it may be a password in the wrong field.
    /// </param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>Whether the event was written.</returns>
    public ValueTask<bool> RecordFailureAsync(HttpContext http, Account? account, string? problem) =>
        trail.RecordAsync(new AuditEvent(trail.CreateStamp(), null)
        {
            Type = AuditEventType.AccessDenied,
            ReasonCode = JwtErrorCode.RejectedByApplication,
            ReasonMember = problem,
            Subject = account?.User,
            ClientId = ClinicIssuer.Client,
            Action = AuditAction.Execute,
            Resource = "POST /sign-in",
            RequestId = http.TraceIdentifier,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            RemoteAddress = http.Connection.RemoteIpAddress,
        });
}
