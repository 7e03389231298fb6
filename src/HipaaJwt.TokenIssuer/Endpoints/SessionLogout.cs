using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Ends the session of a validated access token, or revokes the token if it has no session.</summary>
internal sealed class SessionLogout
{
    private readonly ISessionAdministrator _sessions;
    private readonly IRevocation? _revocation;

    /// <param name="sessions">Ends sessions.</param>
    /// <param name="revocation">Revokes tokens; null without a store of revocations.</param>
    public SessionLogout(ISessionAdministrator sessions, IRevocation? revocation)
    {
        _sessions = sessions;
        _revocation = revocation;
    }

    /// <returns>The error; null if the session or token has ended.</returns>
    public async ValueTask<EndpointFailure?> EndAsync(HttpContext http, ValidatedJwt token)
    {
        try
        {
            if (token.SessionId is { } sessionId)
            {
                await EndSessionAsync(http, token, sessionId).ConfigureAwait(false);
            }
            else if (_revocation is null)
            {
                return EndpointFailure.UnsupportedTokenType;
            }
            else
            {
                await RevokeAsync(_revocation, http, token).ConfigureAwait(false);
            }

            return null;
        }
        catch (SessionStoreUnavailableException)
        {
            return EndpointFailure.Unavailable;
        }
        catch (RevocationUnavailableException)
        {
            return EndpointFailure.Unrecorded(new JwtError(JwtErrorCode.RevocationUnavailable));
        }
    }

    private async ValueTask EndSessionAsync(HttpContext http, ValidatedJwt token, string sessionId) =>
        await _sessions.EndAsync(
            sessionId,
            new SessionEndRequest
            {
                Reason = SessionEndReason.Logout,
                RequestedBy = token,
                RequestId = http.TraceIdentifier,
                RemoteAddress = http.Connection.RemoteIpAddress,
            },
            CancellationToken.None).ConfigureAwait(false);

    private static async ValueTask RevokeAsync(IRevocation revocation, HttpContext http, ValidatedJwt token) =>
        await revocation.RevokeAsync(
            Revocation.Token(token) with
            {
                Reason = RevocationReason.Logout,
                RequestedBy = token,
                RequestId = http.TraceIdentifier,
                RemoteAddress = http.Connection.RemoteIpAddress,
            },
            CancellationToken.None).ConfigureAwait(false);
}
