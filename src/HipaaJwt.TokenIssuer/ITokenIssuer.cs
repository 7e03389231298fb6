namespace HipaaJwt;

/// <summary>Issues access tokens and refresh tokens. The service is a singleton and thread-safe.</summary>
public interface ITokenIssuer
{
    /// <summary>Issues the first tokens for a user whom the application has authenticated, and starts a session.</summary>
    /// <param name="request">The user and the tokens to issue.</param>
    /// <param name="cancellationToken">Cancels the wait. A session that was started then ends when it is idle.</param>
    /// <returns>
    /// The tokens, or an error: <see cref="JwtErrorCode.PhiClaimNotAllowed"/>, <see cref="JwtErrorCode.KeysUnavailable"/>,
    /// <see cref="JwtErrorCode.SessionStoreUnavailable"/>, <see cref="JwtErrorCode.RevocationUnavailable"/> or
    /// <see cref="JwtErrorCode.AuditUnavailable"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The request has no subject or client, an unknown audience, or a claim of the issuer.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<TokenResult> IssueAsync(TokenRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Continues a session (RFC 6749, section 6). A refresh token that is not bound to a key is replaced. If it is sent again within
    /// <see cref="TokenIssuerOptions.RetryWindow"/>, it gets the same successor. Later, the session ends (RFC 9700, section 4.14.2).
    /// </summary>
    /// <param name="request">The refresh token.</param>
    /// <param name="cancellationToken">Cancels the wait. The refresh token may then be used or not; it may be sent again.</param>
    /// <returns>
    /// The tokens, or an error. With codes from 800 the refresh token may be sent again. The others are final:
    /// <see cref="JwtErrorCode.TokenEncodingInvalid"/>, <see cref="JwtErrorCode.SignatureInvalid"/>,
    /// <see cref="JwtErrorCode.SessionIdle"/>, <see cref="JwtErrorCode.SessionEnded"/>, <see cref="JwtErrorCode.TokenReplayed"/>,
    /// <see cref="JwtErrorCode.ClaimValueNotAllowed"/> for another client or a wider scope,
    /// <see cref="JwtErrorCode.ProofKeyMismatch"/>, <see cref="JwtErrorCode.CertificateMismatch"/>, or
    /// <see cref="JwtErrorCode.RejectedByApplication"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<TokenResult> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the session of a refresh token and revokes its access tokens (RFC 7009). A token that is unknown, forged, of another client, or
    /// whose session is over, changes nothing.
    /// </summary>
    /// <param name="request">The refresh token. Its scopes and proofs do not matter.</param>
    /// <param name="cancellationToken">Cancels the wait. The session may then end nevertheless.</param>
    /// <returns>
    /// No error if the session has ended or there was none. With codes from 800, it may still be alive (RFC 7009, section 2.2.1).
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask<JwtError> RevokeAsync(RefreshRequest request, CancellationToken cancellationToken = default);
}
