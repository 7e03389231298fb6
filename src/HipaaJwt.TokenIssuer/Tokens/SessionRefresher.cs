using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Ending;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>
/// Continues sessions. The order is: verify the refresh token → check session, binding and revocation → ask the policy → sign →
/// advance the session in one atomic step → record → answer. A signer that is down consumes nothing.
/// </summary>
internal sealed class SessionRefresher
{
    private readonly TokenIssuerOptions _options;
    private readonly LimitedSessionStore _store;
    private readonly RefreshPolicies _policies;
    private readonly RefreshChecks _checks;
    private readonly AccessTokenSigner _signer;
    private readonly SessionEnder _ender;
    private readonly IssuerEvents _events;
    private readonly RetriedSessions _retried;
    private readonly ILogger<SessionRefresher> _logger;

    public SessionRefresher(
        TokenIssuerOptions options,
        LimitedSessionStore store,
        RefreshPolicies policies,
        RefreshChecks checks,
        AccessTokenSigner signer,
        SessionEnder ender,
        IssuerEvents events,
        RetriedSessions retried,
        ILogger<SessionRefresher> logger)
    {
        _options = options;
        _store = store;
        _policies = policies;
        _checks = checks;
        _signer = signer;
        _ender = ender;
        _events = events;
        _retried = retried;
        _logger = logger;
    }

    /// <exception cref="SessionStoreUnavailableException">A store or a required audit sink failed.</exception>
    public async ValueTask<TokenResult> RefreshAsync(
        PresentedSession presented, RefreshRequest request, CancellationToken cancellationToken)
    {
        var source = new EventSource(request.RemoteAddress, request.RequestId);
        var error = RefreshChecks.Check(presented, request);
        if (!error.IsNone)
        {
            return await RejectAsync(presented, error, source, cancellationToken).ConfigureAwait(false);
        }

        if (RefreshChecks.IsReuse(presented))
        {
            return await AdvanceAsync(presented, null, default, source, cancellationToken).ConfigureAwait(false);
        }

        error = _checks.CheckRevocation(presented);
        if (!error.IsNone)
        {
            return await EndRevokedAsync(presented, error, source, cancellationToken).ConfigureAwait(false);
        }

        return await IssueAsync(presented, request, source, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TokenResult> IssueAsync(
        PresentedSession presented, RefreshRequest request, EventSource source, CancellationToken cancellationToken)
    {
        var (session, data) = (presented.Session, presented.Data);
        RefreshDecision decision;
        try
        {
            decision = await _policies.DecideAsync(ContextOf(session, data), cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            var unavailable = new JwtError(JwtErrorCode.CheckUnavailable);
            return await RejectAsync(presented, unavailable, source, cancellationToken).ConfigureAwait(false);
        }

        if (!decision.IsAllowed)
        {
            await _ender.EndAsync(session.Id, SessionEndReason.RejectedByPolicy, EndRequest(source), cancellationToken)
                .ConfigureAwait(false);
            return TokenResult.Rejected(new JwtError(JwtErrorCode.RejectedByApplication));
        }

        var content = CreateContent(presented, request, decision);
        var token = await _signer.SignAsync(content, cancellationToken).ConfigureAwait(false);
        if (token.Token is null)
        {
            return await RejectAsync(presented, token.Error, source, cancellationToken).ConfigureAwait(false);
        }

        // The refresh token of a bound session is of no use to others, so it is not replaced (RFC 9700, section 4.14.2).
        return presented.Binding is null
            ? await AdvanceAsync(presented, content, token, source, cancellationToken).ConfigureAwait(false)
            : await AnswerAsync(presented, content, token, request.RefreshToken, source, false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Advances the session. Without a token to hand out, the refresh token is known to be an old one.</summary>
    private async ValueTask<TokenResult> AdvanceAsync(
        PresentedSession presented, AccessTokenContent? content, SignedToken token, EventSource source, CancellationToken cancellationToken)
    {
        var counter = presented.Token.Counter;
        var (outcome, session) = await _store.AdvanceAsync(presented.Session.Id, counter, _options.RetryWindow, cancellationToken)
            .ConfigureAwait(false);
        if (outcome is SessionAdvanceOutcome.Advanced or SessionAdvanceOutcome.Retried && content is not null)
        {
            ReportRetries(session!, outcome);
            var successor = RefreshToken.Create(
                presented.Key, _options.Issuer, presented.Session.Id, counter + 1L, presented.Session.Salt.Span);
            var isRetry = outcome == SessionAdvanceOutcome.Retried;
            return await AnswerAsync(presented, content, token, successor, source, isRetry, cancellationToken).ConfigureAwait(false);
        }

        if (outcome is SessionAdvanceOutcome.Reused or SessionAdvanceOutcome.Ahead)
        {
            return await EndReusedAsync(presented, session!, source, cancellationToken).ConfigureAwait(false);
        }

        var error = outcome == SessionAdvanceOutcome.Idle ? JwtErrorCode.SessionIdle : JwtErrorCode.SessionEnded;
        return await RejectAsync(presented, new JwtError(error), source, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TokenResult> AnswerAsync(
        PresentedSession presented,
        AccessTokenContent content,
        SignedToken token,
        string refreshToken,
        EventSource source,
        bool isRetry,
        CancellationToken cancellationToken)
    {
        var isRecorded = await _events.IssuedAsync(
            AuditEventType.SessionRefreshed, content, token, source, isRetry, cancellationToken).ConfigureAwait(false);
        var remaining = presented.Session.ExpiresAt - presented.Session.ReadAt;
        return isRecorded
            ? TokenResult.Issued(TokenResponse.Create(content, token, refreshToken, remaining, isRetry))
            : TokenResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));
    }

    private async ValueTask<TokenResult> EndReusedAsync(
        PresentedSession presented, StoredSession session, EventSource source, CancellationToken cancellationToken)
    {
        Log.RefreshTokenReused(_logger, session.Id);
        await _events.ReusedAsync(session, presented.Data, source, cancellationToken).ConfigureAwait(false);
        await _ender.CompleteAsync(session, EndRequest(source), cancellationToken).ConfigureAwait(false);
        return TokenResult.Rejected(new JwtError(JwtErrorCode.TokenReplayed));
    }

    /// <summary>A session that was revoked in the log ends in the store too.</summary>
    private async ValueTask<TokenResult> EndRevokedAsync(
        PresentedSession presented, JwtError error, EventSource source, CancellationToken cancellationToken)
    {
        if (error.IsUnavailable)
        {
            return await RejectAsync(presented, error, source, cancellationToken).ConfigureAwait(false);
        }

        await _ender.EndAsync(presented.Session.Id, SessionEndReason.Revoked, EndRequest(source), cancellationToken).ConfigureAwait(false);
        return TokenResult.Rejected(new JwtError(JwtErrorCode.SessionEnded));
    }

    private async ValueTask<TokenResult> RejectAsync(
        PresentedSession presented, JwtError error, EventSource source, CancellationToken cancellationToken) =>
        await _events.RejectedAsync(error, AuditAction.Update, presented.Session, presented.Data, source, cancellationToken)
            .ConfigureAwait(false)
            ? TokenResult.Rejected(error)
            : TokenResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));

    private static SessionEndRequest EndRequest(EventSource source) =>
        new() { RemoteAddress = source.RemoteAddress, RequestId = source.RequestId };

    private static RefreshContext ContextOf(StoredSession session, SessionData data) => new()
    {
        Subject = data.Subject,
        ClientId = data.ClientId,
        SessionId = SessionNames.ToClaim(session.Id),
        Roles = data.Roles,
        Scopes = data.Scopes,
        StartedAt = session.CreatedAt,
    };

    /// <summary>An access token never outlives its session.</summary>
    private AccessTokenContent CreateContent(PresentedSession presented, RefreshRequest request, RefreshDecision decision)
    {
        var (session, data) = (presented.Session, presented.Data);
        var remaining = session.ExpiresAt - session.ReadAt;
        string[] scopes = request.Scopes.Count > 0 ? [.. request.Scopes] : data.Scopes;
        return new AccessTokenContent(
            data,
            decision.Roles is { } roles ? [.. roles] : data.Roles,
            decision.Scopes is { } allowed ? [.. scopes.Where(allowed.Contains)] : scopes,
            SessionNames.ToClaim(session.Id),
            presented.Binding,
            remaining < _options.AccessTokenLifetime ? remaining : _options.AccessTokenLifetime);
    }

    private void ReportRetries(StoredSession session, SessionAdvanceOutcome outcome)
    {
        if (outcome == SessionAdvanceOutcome.Retried && _retried.Add(session.Id, session.RetriedRefreshes))
        {
            Log.RefreshesRetried(_logger, session.Id, session.RetriedRefreshes);
        }
    }
}
