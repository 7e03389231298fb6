using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Ending;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Issues and refreshes tokens. What a store does not acknowledge becomes an error that allows another attempt.</summary>
internal sealed class TokenIssuerService : ITokenIssuer
{
    private static readonly JwtError StoreUnavailable = new(JwtErrorCode.SessionStoreUnavailable);
    private static readonly JwtError AuditUnavailable = new(JwtErrorCode.AuditUnavailable);

    private readonly TokenIssuerOptions _options;
    private readonly SessionStarter _starter;
    private readonly RefreshTokenReader _reader;
    private readonly SessionRefresher _refresher;
    private readonly SessionEnder _ender;
    private readonly IssuerEvents _events;
    private readonly IssuerTelemetry _telemetry;

    public TokenIssuerService(
        TokenIssuerOptions options,
        SessionStarter starter,
        RefreshTokenReader reader,
        SessionRefresher refresher,
        SessionEnder ender,
        IssuerEvents events,
        IssuerTelemetry telemetry)
    {
        _options = options;
        _starter = starter;
        _reader = reader;
        _refresher = refresher;
        _ender = ender;
        _events = events;
        _telemetry = telemetry;
    }

    public async ValueTask<TokenResult> IssueAsync(TokenRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.Validate(request, _options);
        TokenResult result;
        try
        {
            result = await _starter.StartAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            result = TokenResult.Rejected(StoreUnavailable);
        }

        if (result.IsIssued)
        {
            _telemetry.RecordToken(request.StartSession ? AuditEventType.SessionStarted : AuditEventType.TokenIssued);
            return result;
        }

        // If the sinks are unavailable, the trail has tried to record that.
        return result.Error.Code == JwtErrorCode.AuditUnavailable
            || await _events.NotIssuedAsync(result.Error, request, cancellationToken).ConfigureAwait(false)
                ? result
                : TokenResult.Rejected(AuditUnavailable);
    }

    public async ValueTask<TokenResult> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = await ContinueAsync(request, cancellationToken).ConfigureAwait(false);
        _telemetry.RecordRefresh(OutcomeOf(result));
        if (result.IsIssued)
        {
            _telemetry.RecordToken(AuditEventType.SessionRefreshed);
        }

        return result;
    }

    public async ValueTask<JwtError> RevokeAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        PresentedSession? session = null;
        JwtError error;
        try
        {
            (session, error) = await _reader.ReadAsync(request.RefreshToken, request.ClientId, cancellationToken).ConfigureAwait(false);
            if (session is not null)
            {
                var end = new SessionEndRequest { RemoteAddress = request.RemoteAddress, RequestId = request.RequestId };
                await _ender.EndAsync(session.Session.Id, SessionEndReason.Logout, end, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SessionStoreUnavailableException)
        {
            error = StoreUnavailable;
        }

        // There is nothing to revoke in a token that is not valid (RFC 7009, section 2.2).
        return error.IsUnavailable
            ? await RejectAsync(error, AuditAction.Delete, session, request, cancellationToken).ConfigureAwait(false)
            : JwtError.None;
    }

    private async ValueTask<TokenResult> ContinueAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        PresentedSession? session = null;
        JwtError error;
        try
        {
            (session, error) = await _reader.ReadAsync(request.RefreshToken, request.ClientId, cancellationToken).ConfigureAwait(false);
            if (session is not null)
            {
                return await _refresher.RefreshAsync(session, request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SessionStoreUnavailableException)
        {
            error = StoreUnavailable;
        }

        return TokenResult.Rejected(
            await RejectAsync(error, AuditAction.Update, session, request, cancellationToken).ConfigureAwait(false));
    }

    private static RefreshOutcome OutcomeOf(in TokenResult result) => result switch
    {
        { IsIssued: true, Tokens.IsRetry: false } => RefreshOutcome.Issued,
        { IsIssued: true } => RefreshOutcome.Retried,
        { Error.Code: JwtErrorCode.TokenReplayed } => RefreshOutcome.Reused,
        { Error.IsUnavailable: true } => RefreshOutcome.Unavailable,
        _ => RefreshOutcome.Rejected,
    };

    /// <summary>Records a rejection.</summary>
    /// <returns>The error, or another one if a required sink could not record it.</returns>
    private async ValueTask<JwtError> RejectAsync(
        JwtError error, AuditAction action, PresentedSession? session, RefreshRequest request, CancellationToken cancellationToken)
    {
        var source = new EventSource(request.RemoteAddress, request.RequestId);
        return await _events.RejectedAsync(error, action, session?.Session, session?.Data, source, cancellationToken).ConfigureAwait(false)
            ? error
            : AuditUnavailable;
    }
}
