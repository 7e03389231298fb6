namespace HipaaJwt;

/// <summary>
/// Connects sessions of an issuer in this process with the log of revocations. The service is a singleton and thread-safe. It exists if
/// a store of revocations is registered.
/// </summary>
public interface ISessionRevocation
{
    /// <summary>Checks whether tokens of a session would be rejected on this instance.</summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="sessionId">The <c>sid</c> of the session.</param>
    /// <param name="subject">The subject of the session.</param>
    /// <param name="issuedAt">The time at which the tokens are issued.</param>
    /// <returns>
    /// No error, <see cref="JwtErrorCode.SessionEnded"/> if the session is revoked, <see cref="JwtErrorCode.TokenRevoked"/> if its subject
    /// or issuer was revoked later or too short a time before, or <see cref="JwtErrorCode.RevocationUnavailable"/>.
    /// </returns>
    /// <exception cref="ArgumentException">No trust has the issuer.</exception>
    JwtError Check(string issuer, string sessionId, string subject, DateTimeOffset issuedAt);

    /// <summary>Determines whether all tokens of a key are revoked, so that it must not sign any more.</summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="keyId">The <c>kid</c> of the key.</param>
    /// <returns>Whether this instance knows of the revocation.</returns>
    /// <exception cref="ArgumentException">No trust has the issuer.</exception>
    bool IsKeyRevoked(string issuer, string keyId);

    /// <summary>
    /// Appends to the log that a session has started. Its tokens are then exempt from older revocations of its subject and issuer,
    /// and from the floor of an older epoch. Without it, a user who signs in directly after such a revocation would be rejected until
    /// the clock skew is over. An order within one second is unknown, and does not exempt.
    /// </summary>
    /// <param name="issuer">The issuer, as in the options.</param>
    /// <param name="sessionId">The <c>sid</c> of the session.</param>
    /// <param name="lifetime">The greatest lifetime of the session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when the start is durable and applied on this instance.</returns>
    /// <exception cref="ArgumentException">No trust has the issuer.</exception>
    /// <exception cref="RevocationUnavailableException">The store failed or did not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    ValueTask StartAsync(string issuer, string sessionId, TimeSpan lifetime, CancellationToken cancellationToken = default);
}
