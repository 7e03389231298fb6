using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Ending;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Administration;

/// <summary>Lists and ends sessions of the store.</summary>
internal sealed class SessionAdministrator : ISessionAdministrator
{
    private const int MaxSessions = 1_000;

    private readonly LimitedSessionStore _store;
    private readonly SessionProtector _protector;
    private readonly SessionEnder _ender;
    private readonly IssuerEvents _events;
    private readonly TokenIssuerOptions _options;

    public SessionAdministrator(
        LimitedSessionStore store, SessionProtector protector, SessionEnder ender, IssuerEvents events, TokenIssuerOptions options)
    {
        _store = store;
        _protector = protector;
        _ender = ender;
        _events = events;
        _options = options;
    }

    public async ValueTask<IReadOnlyList<SessionInfo>> ListAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var sessions = await _store.ListAsync(SessionNames.SubjectKey(_options.Issuer, subject), MaxSessions, cancellationToken)
            .ConfigureAwait(false);
        return [.. sessions.Select(Describe)];
    }

    public async ValueTask<bool> EndAsync(string sessionId, SessionEndRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!SessionNames.TryRead(sessionId, out var id))
        {
            return false;
        }

        try
        {
            return await _ender.EndAsync(id, request.Reason, request, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (SessionStoreUnavailableException)
        {
            await _events.NotEndedAsync(SessionNames.ToClaim(id), null, request, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask<int> EndAllAsync(string subject, SessionEndRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var sessions = await _store.EndAllAsync(
                SessionNames.SubjectKey(_options.Issuer, subject), request.Reason, cancellationToken).ConfigureAwait(false);
            foreach (var session in sessions)
            {
                await _ender.CompleteAsync(session, request, cancellationToken).ConfigureAwait(false);
            }

            return sessions.Count;
        }
        catch (SessionStoreUnavailableException)
        {
            await _events.NotEndedAsync(null, subject, request, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private SessionInfo Describe(StoredSession session)
    {
        var data = _protector.Unprotect(session);
        return new SessionInfo
        {
            SessionId = SessionNames.ToClaim(session.Id),
            ClientId = session.ClientId,
            StartedAt = session.CreatedAt,
            LastUsedAt = session.TouchedAt > session.AdvancedAt ? session.TouchedAt : session.AdvancedAt,
            ExpiresAt = session.ExpiresAt,
            RemoteAddress = data?.RemoteAddress,
            Device = data?.Device,
            RetriedRefreshes = session.RetriedRefreshes,
        };
    }
}
