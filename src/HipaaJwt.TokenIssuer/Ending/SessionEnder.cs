using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Ending;

/// <summary>
/// Completes the end of sessions: revokes their access tokens, and records why they ended. An end that is interrupted is completed by any
/// instance later, because the store keeps its state.
/// </summary>
internal sealed class SessionEnder
{
    private readonly LimitedSessionStore _store;
    private readonly SessionProtector _protector;
    private readonly IRevocation _revocation;
    private readonly IssuerEvents _events;
    private readonly IssuerTelemetry _telemetry;
    private readonly TokenIssuerOptions _options;

    public SessionEnder(
        LimitedSessionStore store,
        SessionProtector protector,
        IRevocation revocation,
        IssuerEvents events,
        IssuerTelemetry telemetry,
        TokenIssuerOptions options)
    {
        _store = store;
        _protector = protector;
        _revocation = revocation;
        _events = events;
        _telemetry = telemetry;
        _options = options;
    }

    /// <summary>Ends a session and completes the end.</summary>
    /// <returns>The session; null if the store has none.</returns>
    /// <exception cref="SessionStoreUnavailableException">A store or a required audit sink failed.</exception>
    public async ValueTask<StoredSession?> EndAsync(
        Guid id, SessionEndReason reason, SessionEndRequest? request, CancellationToken cancellationToken)
    {
        var session = await _store.EndAsync(id, reason, cancellationToken).ConfigureAwait(false);
        if (session is not null)
        {
            await CompleteAsync(session, request, cancellationToken).ConfigureAwait(false);
        }

        return session;
    }

    /// <summary>Completes the end of a session. Nothing happens if that is done already.</summary>
    /// <exception cref="SessionStoreUnavailableException">A store or a required audit sink failed. The end is completed later.</exception>
    public async ValueTask CompleteAsync(StoredSession session, SessionEndRequest? request, CancellationToken cancellationToken)
    {
        if (session.State != SessionState.Ending)
        {
            return;
        }

        if (MayHaveTokens(session))
        {
            await RevokeAsync(session, request, cancellationToken).ConfigureAwait(false);
        }

        var data = _protector.Unprotect(session);
        if (!await _events.EndedAsync(session, data, request, cancellationToken).ConfigureAwait(false))
        {
            throw new SessionStoreUnavailableException("The session has ended, but a required audit sink could not record it.");
        }

        if (await _store.CompleteEndAsync(session.Id, cancellationToken).ConfigureAwait(false))
        {
            _telemetry.RecordEnd(session.EndReason);
        }
    }

    private static RevocationReason ReasonOf(SessionEndReason reason) => reason switch
    {
        SessionEndReason.Logout => RevocationReason.Logout,
        SessionEndReason.RefreshTokenReused => RevocationReason.CredentialCompromised,
        SessionEndReason.RejectedByPolicy => RevocationReason.AccessChanged,
        _ => RevocationReason.Unspecified,
    };

    /// <summary>
    /// Whether an access token of the session may not have expired. A bound session does not show when its last one was issued.
    /// </summary>
    private bool MayHaveTokens(StoredSession session) =>
        session.Confirmation is not null || session.ReadAt < session.AdvancedAt + _options.AccessTokenLifetime + TimeSpan.FromMinutes(10);

    private async ValueTask RevokeAsync(StoredSession session, SessionEndRequest? request, CancellationToken cancellationToken)
    {
        try
        {
            await _revocation.RevokeAsync(
                Revocation.Session(_options.Issuer, SessionNames.ToClaim(session.Id)) with
                {
                    Reason = ReasonOf(session.EndReason),
                    RequestedBy = request?.RequestedBy,
                    RequestId = request?.RequestId,
                    RemoteAddress = request?.RemoteAddress,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (RevocationUnavailableException exception)
        {
            throw new SessionStoreUnavailableException(
                "The session has ended, but its access tokens could not be revoked yet. They are revoked as soon as the store answers.",
                exception);
        }
    }
}
