using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Ending;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Issues and refreshes tokens. What a store does not acknowledge becomes an error that allows another attempt.</summary>
internal sealed class TokenIssuerService : ITokenIssuer
{
    private readonly TokenIssuerOptions _options;
    private readonly SessionStarter _starter;
    private readonly RefreshTokenReader _reader;
    private readonly SessionRefresher _refresher;
    private readonly SessionEnder _ender;
    private readonly IssuerEvents _events;

    public TokenIssuerService(
        TokenIssuerOptions options,
        SessionStarter starter,
        RefreshTokenReader reader,
        SessionRefresher refresher,
        SessionEnder ender,
        IssuerEvents events)
    {
        _options = options;
        _starter = starter;
        _reader = reader;
        _refresher = refresher;
        _ender = ender;
        _events = events;
    }

    public async ValueTask<TokenResult> IssueAsync(TokenRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.Validate(request, _options);
        try
        {
            return await _starter.StartAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            return TokenResult.Rejected(new JwtError(JwtErrorCode.SessionStoreUnavailable));
        }
    }

    public async ValueTask<TokenResult> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var (session, error) = await _reader.ReadAsync(request.RefreshToken, request.ClientId, cancellationToken).ConfigureAwait(false);
            return session is null
                ? await RejectAsync(error, request, cancellationToken).ConfigureAwait(false)
                : await _refresher.RefreshAsync(session, request, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            return TokenResult.Rejected(new JwtError(JwtErrorCode.SessionStoreUnavailable));
        }
    }

    public async ValueTask<JwtError> RevokeAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var (session, error) = await _reader.ReadAsync(request.RefreshToken, request.ClientId, cancellationToken).ConfigureAwait(false);
            if (session is null)
            {
                return error.IsUnavailable ? error : JwtError.None;
            }

            var end = new SessionEndRequest { RemoteAddress = request.RemoteAddress, RequestId = request.RequestId };
            await _ender.EndAsync(session.Session.Id, SessionEndReason.Logout, end, cancellationToken).ConfigureAwait(false);
            return JwtError.None;
        }
        catch (SessionStoreUnavailableException)
        {
            return new JwtError(JwtErrorCode.SessionStoreUnavailable);
        }
    }

    private async ValueTask<TokenResult> RejectAsync(JwtError error, RefreshRequest request, CancellationToken cancellationToken) =>
        await _events.RejectedAsync(error, null, null, new EventSource(request.RemoteAddress, request.RequestId), cancellationToken)
            .ConfigureAwait(false)
            ? TokenResult.Rejected(error)
            : TokenResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));
}
