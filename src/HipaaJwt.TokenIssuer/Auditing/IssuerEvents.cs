using System.Diagnostics;
using System.Net;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Auditing;

/// <summary>Creates and records the audit events of the issuer.</summary>
internal sealed class IssuerEvents
{
    private readonly IAuditTrail _trail;
    private readonly string _issuer;

    public IssuerEvents(IAuditTrail trail, TokenIssuerOptions options)
    {
        _trail = trail;
        _issuer = options.Issuer;
    }

    /// <summary>Records that tokens were issued.</summary>
    /// <returns>Whether every required sink has written the event. Otherwise the tokens must not be handed out.</returns>
    public ValueTask<bool> IssuedAsync(
        AuditEventType type,
        AccessTokenContent content,
        SignedToken token,
        EventSource source,
        bool isRetry,
        CancellationToken cancellation)
    {
        if (!_trail.IsEnabled)
        {
            return new(true);
        }

        var issued = OfUser(content.Data, source) with
        {
            Type = type,
            Action = type == AuditEventType.SessionRefreshed ? AuditAction.Update : AuditAction.Create,
            TokenId = token.Id,
            SessionId = content.SessionId,
            Roles = content.Roles,
            IsRetry = isRetry,
        };
        return token.PhiEntries is null
            ? _trail.RecordAsync(issued, cancellation)
            : WithPhiWarningAsync(issued, token.PhiEntries, cancellation);
    }

    /// <summary>Records that a session ended.</summary>
    public ValueTask<bool> EndedAsync(
        StoredSession session, SessionData? data, SessionEndRequest? request, CancellationToken cancellation) =>
        _trail.IsEnabled
            ? _trail.RecordAsync(
                OfSession(session, data, new EventSource(request?.RemoteAddress, request?.RequestId)) with
                {
                    Type = AuditEventType.SessionEnded,
                    Action = AuditAction.Delete,
                    SessionEndReason = session.EndReason,
                    Actor = request?.RequestedBy?.Subject,
                },
                cancellation)
            : new(true);

    /// <summary>Records that a refresh token was used after its successor.</summary>
    public ValueTask<bool> ReusedAsync(StoredSession session, SessionData? data, EventSource source, CancellationToken cancellation) =>
        _trail.IsEnabled
            ? _trail.RecordAsync(
                OfSession(session, data, source) with
                {
                    Type = AuditEventType.RefreshTokenReused,
                    ReasonCode = JwtErrorCode.TokenReplayed,
                },
                cancellation)
            : new(true);

    /// <summary>Records that no token was issued to a user whom the application signed in.</summary>
    /// <returns>Whether every required sink has written the event.</returns>
    public ValueTask<bool> NotIssuedAsync(JwtError error, TokenRequest request, CancellationToken cancellation) =>
        _trail.IsEnabled
            ? _trail.RecordAsync(
                Rejection(Create(new EventSource(request.RemoteAddress, request.RequestId)), error, AuditAction.Create) with
                {
                    Subject = request.Subject,
                    ClientId = request.ClientId,
                    Actor = request.Actor,
                    Roles = [.. request.Roles],
                },
                cancellation)
            : new(true);

    /// <summary>
    /// Records that a refresh token was rejected, or that its session could not be continued or ended. The session is known only if the
    /// token is authentic.
    /// </summary>
    /// <returns>Whether every required sink has written the event.</returns>
    public ValueTask<bool> RejectedAsync(
        JwtError error,
        AuditAction action,
        StoredSession? session,
        SessionData? data,
        EventSource source,
        CancellationToken cancellation) =>
        _trail.IsEnabled
            ? _trail.RecordAsync(
                Rejection(session is null ? Create(source) : OfSession(session, data, source), error, action), cancellation)
            : new(true);

    /// <summary>Records that an administrator or a user could not end a session, or all sessions of a user.</summary>
    /// <returns>Whether every required sink has written the event.</returns>
    public ValueTask<bool> NotEndedAsync(
        string? sessionId, string? subject, SessionEndRequest request, CancellationToken cancellation) =>
        _trail.IsEnabled
            ? _trail.RecordAsync(
                Rejection(
                    Create(new EventSource(request.RemoteAddress, request.RequestId)),
                    new JwtError(JwtErrorCode.SessionStoreUnavailable),
                    AuditAction.Delete) with
                {
                    Subject = subject,
                    SessionId = sessionId,
                    Actor = request.RequestedBy?.Subject,
                },
                cancellation)
            : new(true);

    private static AuditEvent Rejection(AuditEvent rejection, JwtError error, AuditAction action) => rejection with
    {
        Type = AuditEventType.TokenRejected,
        Action = action,
        ReasonCode = error.Code,
        ReasonMember = error.Member,
    };

    private async ValueTask<bool> WithPhiWarningAsync(AuditEvent issued, string entries, CancellationToken cancellation)
    {
        var stamp = _trail.CreateStamp();
        var warning = issued with
        {
            Id = stamp.Id,
            Time = stamp.Time,
            Type = AuditEventType.PhiClaimWarning,
            ReasonCode = JwtErrorCode.PhiClaimNotAllowed,
            ReasonMember = entries,
        };
        return await _trail.RecordAsync(issued, cancellation).ConfigureAwait(false)
            && await _trail.RecordAsync(warning, cancellation).ConfigureAwait(false);
    }

    private AuditEvent OfSession(StoredSession session, SessionData? data, EventSource source) =>
        (data is null ? Create(source) : OfUser(data, source)) with
        {
            ClientId = session.ClientId,
            SessionId = SessionNames.ToClaim(session.Id),
        };

    private AuditEvent OfUser(SessionData data, EventSource source) => Create(source) with
    {
        Subject = data.Subject,
        ClientId = data.ClientId,
        Actor = data.Actor,
        Roles = data.Roles,
    };

    private AuditEvent Create(EventSource source) => new(_trail.CreateStamp(), null)
    {
        Type = AuditEventType.TokenIssued,
        Issuer = _issuer,
        RequestId = source.RequestId,
        RemoteAddress = source.RemoteAddress,
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };
}

/// <summary>Where a request came from.</summary>
/// <param name="RemoteAddress">The address of the client; null if it is unknown.</param>
/// <param name="RequestId">The identifier of the request; null if it has none.</param>
internal readonly record struct EventSource(IPAddress? RemoteAddress, string? RequestId);
