namespace HipaaJwt;

/// <summary>
/// Validates JSON Web Tokens in compact serialization (RFC 7519, section 7.2; RFC 8725). A singleton; thread-safe. Every input
/// produces a result and never an exception, and every verdict writes an audit event.
/// </summary>
/// <remarks>
/// The unnamed trust is the service <see cref="IJwtValidator"/>. A trust that was added under a name is a keyed service with
/// that name as its key: <c>[FromKeyedServices("partners")] IJwtValidator validator</c>.
/// </remarks>
public interface IJwtValidator
{
    /// <summary>Validates a token, checks this use of it, and records the verdict.</summary>
    /// <param name="request">The token and what is known of its request.</param>
    /// <param name="cancellationToken">
    /// Ends every wait: for keys that are fetched, replay stores, token use checks and audit sinks that are
    /// <see cref="AuditDelivery.Required"/>. The last may still record the event.
    /// </param>
    /// <returns>
    /// The validated token; or an error with a stable code, whose class 8xx means that the decision could not be made. A token
    /// that has been validated before needs no allocation.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. Nothing else is thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default);
}
