namespace HipaaJwt;

/// <summary>Provides overloads of <see cref="IJwtValidator.ValidateAsync"/> for strings, bytes and request contexts.</summary>
public static class JwtValidationExtensions
{
    /// <summary>Validates a token given as a string.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="token">The token alone, without a scheme such as <c>Bearer</c>. <see langword="null"/> counts as empty.</param>
    /// <param name="cancellationToken">Cancels every wait; see <see cref="IJwtValidator.ValidateAsync"/>.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="validator"/> is <see langword="null"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <example>
    /// <code>
    /// JwtValidationResult result = await validator.ValidateAsync(token);
    /// if (result.IsValid &amp;&amp; result.Token.Permissions.Contains("chart:read"))
    /// {
    ///     return await charts.ReadAsync(result.Token.Subject);
    /// }
    /// </code>
    /// </example>
    public static ValueTask<JwtValidationResult> ValidateAsync(
        this IJwtValidator validator, string? token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(new JwtValidationRequest(token), cancellationToken);
    }

    /// <summary>Validates a token given as UTF-8 bytes.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="utf8Token">
    /// The token alone, without a scheme such as <c>Bearer</c>. The memory must not change until the task has completed.
    /// </param>
    /// <param name="cancellationToken">Cancels every wait; see <see cref="IJwtValidator.ValidateAsync"/>.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="validator"/> is <see langword="null"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ValueTask<JwtValidationResult> ValidateAsync(
        this IJwtValidator validator, ReadOnlyMemory<byte> utf8Token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(new JwtValidationRequest(utf8Token), cancellationToken);
    }

    /// <summary>Validates a token together with the request that it came with.</summary>
    /// <param name="validator">The validator.</param>
    /// <param name="token">The token alone, as a string, characters or UTF-8 bytes.</param>
    /// <param name="context">The request. Its <see cref="JwtValidationRequest.Token"/> is ignored.</param>
    /// <param name="cancellationToken">Cancels every wait; see <see cref="IJwtValidator.ValidateAsync"/>.</param>
    /// <returns>The validated token or the error; see <see cref="IJwtValidator.ValidateAsync"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="validator"/> is <see langword="null"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static ValueTask<JwtValidationResult> ValidateAsync(
        this IJwtValidator validator, EncodedJwt token, in JwtValidationRequest context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(validator);
        return validator.ValidateAsync(context with { Token = token }, cancellationToken);
    }
}
