namespace HipaaJwt;

/// <summary>
/// Processes logout tokens, with which issuers end sessions (OpenID Connect Back-Channel Logout 1.0). The service is a singleton and
/// thread-safe, and serves the issuers of all trusts that have <see cref="TrustedIssuer.LogoutAudiences"/>. It exists if a store of
/// revocations is registered, for example with <c>AddMemoryStores</c>.
/// </summary>
/// <remarks>
/// The creation of the service throws an <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> if no issuer has
/// <see cref="TrustedIssuer.LogoutAudiences"/>. In ASP.NET Core, <c>MapHipaaJwtBackChannelLogout</c> receives the tokens.
/// </remarks>
public interface IBackChannelLogout
{
    /// <summary>
    /// Validates a logout token and revokes what it names: the session <c>sid</c> (<see cref="Revocation.Session"/>), or without
    /// <c>sid</c> all tokens of the subject that were issued until now (<see cref="Revocation.Subject"/>). The signature is validated like
    /// that of an access token. Then the claims are validated (section 2.6). A token has an effect once. A rejection writes the event
    /// <see cref="AuditEventType.TokenRejected"/>, and a logout the event <see cref="AuditEventType.TokenRevoked"/>.
    /// </summary>
    /// <param name="request">
    /// The logout token and, for the audit event, the remote address, the resource and the identifier of the request.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for keys and for the replay store, but not a revocation that has begun.</param>
    /// <returns>
    /// <see cref="JwtError.None"/> if the session or the subject is revoked on this instance, and on the others within
    /// <see cref="RevocationOptions.MaxStaleness"/>. An error with <see cref="JwtError.IsUnavailable"/> if the token could not be
    /// processed: the issuer can send it again, 4 times at most. Otherwise the reason why the token is rejected, such as
    /// <see cref="JwtErrorCode.TokenReplayed"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <example>
    /// <code>
    /// var error = await logout.LogOutAsync(new JwtValidationRequest(logoutToken));
    /// </code>
    /// </example>
    ValueTask<JwtError> LogOutAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default);
}
