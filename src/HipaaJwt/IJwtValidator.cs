namespace HipaaJwt;

/// <summary>
/// Validates JSON Web Tokens in compact serialization (RFC 7519, section 7.2; RFC 8725). Thread-safe; registered as a singleton. Every
/// token leads to a result and never to an exception, and every verdict writes an audit event.
/// </summary>
/// <remarks>
/// Inject <see cref="IJwtValidator"/> for the unnamed trust. A named trust is a keyed service with its name as key:
/// <c>[FromKeyedServices("partners")] IJwtValidator validator</c>.
/// </remarks>
/// <example>
/// <code>
/// JwtValidationResult result = await validator.ValidateAsync(
///     new JwtValidationRequest(token) { Resource = "queue orders" }, cancellationToken);
/// if (!result.IsValid)
/// {
///     logger.LogWarning("Rejected a message: {Error}", result.Error);
/// }
/// </code>
/// </example>
public interface IJwtValidator
{
    /// <summary>Validates a token, checks this use of it, and records the verdict.</summary>
    /// <param name="request">The token and the request that it came with.</param>
    /// <param name="cancellationToken">
    /// Cancels every wait: for key set downloads, replay stores, token use checks and audit sinks with
    /// <see cref="AuditDelivery.Required"/>. Such a sink may still record the event.
    /// </param>
    /// <returns>
    /// The validated token, or an error with a stable code. A code from 800 to 899 means that the token could not be validated.
    /// A cached token needs no allocation.
    /// </returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. No other exception is thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(in JwtValidationRequest request, CancellationToken cancellationToken = default);
}
