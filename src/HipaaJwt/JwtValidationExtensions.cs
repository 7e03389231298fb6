namespace HipaaJwt;

/// <summary>Shorter calls of <see cref="IJwtValidator"/>.</summary>
public static class JwtValidationExtensions
{
    /// <summary>Validates a token given as a string.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="token">The token, without anything around it; null counts as empty.</param>
    /// <param name="cancellationToken">Ends every wait.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. Nothing else is thrown.</exception>
    /// <example>
    /// <code>
    /// JwtValidationResult result = await validator.ValidateAsync(token);
    /// if (result.IsValid &amp;&amp; result.Token.Permissions.Contains("chart:read"))
    /// {
    ///     return await charts.ReadAsync(result.Token.Subject);
    /// }
    /// </code>
    /// </example>
    public static ValueTask<JwtValidationResult> ValidateAsync(this IJwtValidator validator, string? token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(new JwtValidationRequest(token), cancellationToken);
    }

    /// <summary>Validates a token given as UTF-8.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="utf8Token">The token, without anything around it. The memory must not change before the task has completed.</param>
    /// <param name="cancellationToken">Ends every wait.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. Nothing else is thrown.</exception>
    public static ValueTask<JwtValidationResult> ValidateAsync(this IJwtValidator validator, ReadOnlyMemory<byte> utf8Token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(new JwtValidationRequest(utf8Token), cancellationToken);
    }

    /// <summary>Validates a token that came with a request.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="token">The token: a string, characters or UTF-8, without anything around it.</param>
    /// <param name="context">What is known of the request. Its own <see cref="JwtValidationRequest.Token"/> is not used.</param>
    /// <param name="cancellationToken">Ends every wait.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. Nothing else is thrown.</exception>
    public static ValueTask<JwtValidationResult> ValidateAsync(
        this IJwtValidator validator, EncodedJwt token, in JwtValidationRequest context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(context with { Token = token }, cancellationToken);
    }
}
