using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Finds the session of a refresh token and verifies that the issuer created the token for the client.</summary>
internal sealed class RefreshTokenReader
{
    private readonly LimitedSessionStore _store;
    private readonly SessionProtector _protector;
    private readonly KeyKeeper _keys;
    private readonly string _issuer;

    public RefreshTokenReader(LimitedSessionStore store, SessionProtector protector, KeyKeeper keys, TokenIssuerOptions options)
    {
        _store = store;
        _protector = protector;
        _keys = keys;
        _issuer = options.Issuer;
    }

    /// <returns>The session in any state, or an error.</returns>
    /// <exception cref="SessionStoreUnavailableException">A store failed.</exception>
    public async ValueTask<(PresentedSession? Session, JwtError Error)> ReadAsync(
        string? text, string clientId, CancellationToken cancellationToken)
    {
        if (!RefreshToken.TryParse(text, out var token))
        {
            return (null, new JwtError(JwtErrorCode.TokenEncodingInvalid));
        }

        var session = await _store.FindAsync(token.SessionId, cancellationToken).ConfigureAwait(false);
        if (session is null)
        {
            return (null, new JwtError(JwtErrorCode.SessionEnded));
        }

        var key = await FindKeyAsync(token.KeySlot, cancellationToken).ConfigureAwait(false);
        if (key is null || !token.IsAuthentic(key, _issuer, session.Salt.Span))
        {
            return (null, new JwtError(JwtErrorCode.SignatureInvalid));
        }

        if (!string.Equals(session.ClientId, clientId, StringComparison.Ordinal))
        {
            return (null, new JwtError(JwtErrorCode.ClaimValueNotAllowed, "client_id"));
        }

        return _protector.Unprotect(session) is { } data
            ? (new PresentedSession(token, key, session, data), JwtError.None)
            : (null, new JwtError(JwtErrorCode.SessionStoreUnavailable));
    }

    private async ValueTask<RefreshKey?> FindKeyAsync(uint slot, CancellationToken cancellationToken)
    {
        var ring = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        return ring.FindRefresh(slot)
            ?? (await _keys.GetNewerAsync(cancellationToken).ConfigureAwait(false)).FindRefresh(slot);
    }
}
