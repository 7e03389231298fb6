using System.Security.Cryptography;
using HipaaJwt.TokenIssuer.Auditing;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Issues the first tokens of a user, with or without a session.</summary>
internal sealed class SessionStarter
{
    private const int MaxDeviceLength = 256;
    private const int SaltLength = 16;

    private readonly TokenIssuerOptions _options;
    private readonly string[] _audiences;
    private readonly AccessTokenSigner _signer;
    private readonly LimitedSessionStore _store;
    private readonly SessionProtector _protector;
    private readonly StartExemption _exemption;
    private readonly KeyKeeper _keys;
    private readonly IssuerEvents _events;
    private readonly TimeProvider _time;

    public SessionStarter(
        TokenIssuerOptions options,
        AccessTokenSigner signer,
        LimitedSessionStore store,
        SessionProtector protector,
        StartExemption exemption,
        KeyKeeper keys,
        IssuerEvents events,
        TimeProvider time)
    {
        _options = options;
        _audiences = [.. options.Audiences];
        _signer = signer;
        _store = store;
        _protector = protector;
        _exemption = exemption;
        _keys = keys;
        _events = events;
        _time = time;
    }

    /// <exception cref="SessionStoreUnavailableException">A store failed.</exception>
    public async ValueTask<TokenResult> StartAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var data = CreateData(request);
        var id = request.StartSession ? Guid.CreateVersion7(_time.GetUtcNow()) : Guid.Empty;
        var sessionId = request.StartSession ? SessionNames.ToClaim(id) : null;
        if (sessionId is not null)
        {
            var revoked = await _exemption.StartAsync(sessionId, data.Subject, cancellationToken).ConfigureAwait(false);
            if (!revoked.IsNone)
            {
                return TokenResult.Rejected(revoked);
            }
        }

        var content = new AccessTokenContent(data, data.Roles, data.Scopes, sessionId, request.Binding, _options.AccessTokenLifetime);
        var token = await _signer.SignAsync(content, cancellationToken).ConfigureAwait(false);
        if (token.Token is null)
        {
            return TokenResult.Rejected(token.Error);
        }

        var refreshToken = request.StartSession
            ? await CreateSessionAsync(id, data, request.Binding, cancellationToken).ConfigureAwait(false)
            : null;
        var type = request.StartSession ? AuditEventType.SessionStarted : AuditEventType.TokenIssued;
        var source = new EventSource(request.RemoteAddress, request.RequestId);
        return await _events.IssuedAsync(type, content, token, source, isRetry: false, cancellationToken).ConfigureAwait(false)
            ? TokenResult.Issued(TokenResponse.Create(content, token, refreshToken, _options.SessionLifetime, isRetry: false))
            : TokenResult.Rejected(new JwtError(JwtErrorCode.AuditUnavailable));
    }

    private async ValueTask<string> CreateSessionAsync(
        Guid id, SessionData data, TokenBinding? binding, CancellationToken cancellationToken)
    {
        var ring = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        await _store.CreateAsync(
            new SessionEntry
            {
                Id = id,
                SubjectKey = SessionNames.SubjectKey(_options.Issuer, data.Subject),
                ClientId = data.ClientId,
                Salt = salt,
                Confirmation = binding?.ToStored(),
                Data = _protector.Protect(id, data),
                IdleTimeout = IdleTime.Of(_options),
                Lifetime = _options.SessionLifetime,
            },
            cancellationToken).ConfigureAwait(false);
        return RefreshToken.Create(ring.Refresh[^1], _options.Issuer, id, 0, salt);
    }

    private static string[] Copy(IReadOnlyList<string> values) => [.. values];

    private SessionData CreateData(TokenRequest request) => new()
    {
        Subject = request.Subject,
        ClientId = request.ClientId,
        Roles = Copy(request.Roles),
        Scopes = Copy(request.Scopes),
        Audiences = request.Audiences.Count > 0 ? Copy(request.Audiences) : _audiences,
        AuthenticatedAt = request.AuthenticatedAt ?? _time.GetUtcNow(),
        AuthenticationContext = request.AuthenticationContext,
        AuthenticationMethods = Copy(request.AuthenticationMethods),
        Actor = request.Actor,
        Claims = request.Claims,
        RemoteAddress = request.RemoteAddress,
        Device = request.Device is { Length: > MaxDeviceLength } device ? device[..MaxDeviceLength] : request.Device,
    };
}
