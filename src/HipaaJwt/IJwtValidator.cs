namespace HipaaJwt;

/// <summary>
/// Validates JSON Web Tokens in JWS compact serialization. Thread-safe. A token, whatever it is, gets a result and never
/// an exception; each verdict leaves an audit event.
/// </summary>
public interface IJwtValidator
{
    /// <summary>Validates a token (RFC 7519, section 7.2; RFC 8725).</summary>
    /// <param name="token">The token, without anything around it.</param>
    /// <param name="cancellationToken">Ends the waiting for audit sinks.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; that is all that is ever thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(string token, CancellationToken cancellationToken = default);

    /// <summary>Validates a token given as UTF-8.</summary>
    /// <param name="utf8Token">The token, without anything around it.</param>
    /// <param name="cancellationToken">Ends the waiting for audit sinks.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; that is all that is ever thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<byte> utf8Token, CancellationToken cancellationToken = default);

    /// <summary>Validates a token that came with a request, for code that goes on to decide about access.</summary>
    /// <param name="token">The token, without anything around it.</param>
    /// <param name="context">What is known of the request.</param>
    /// <param name="cancellationToken">Ends the waiting for audit sinks.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; that is all that is ever thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(string token, JwtRequestContext context, CancellationToken cancellationToken = default) =>
        ValidateAsync(token, cancellationToken);

    /// <summary>
    /// Validates a token that came with a request and stands inside a longer text, such as a header, from which it need not be
    /// copied. The text must not change meanwhile.
    /// </summary>
    /// <param name="token">The token, without anything around it.</param>
    /// <param name="context">What is known of the request.</param>
    /// <param name="cancellationToken">Ends the waiting for audit sinks.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; that is all that is ever thrown.</exception>
    ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<char> token, JwtRequestContext context, CancellationToken cancellationToken = default) =>
        ValidateAsync(token.ToString(), context, cancellationToken);
}
