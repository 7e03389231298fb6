namespace HipaaJwt;

/// <summary>
/// Determines whether a validated token may still be used. A token may outlive its validation: on an open connection, in a queue, or
/// in a long request. Thread-safe; registered as a singleton that serves all trusts.
/// </summary>
/// <remarks>
/// <c>HipaaJwt.AspNetCore</c> asks before each decision of the authorization service, such as the call of a hub method. The signature
/// is not verified again, and no audit event is written.
/// </remarks>
public interface IJwtRevalidator
{
    /// <summary>
    /// Checks the token against the revocations, the time, the keys and the options of now: its expiry with the clock skew, whether its
    /// issuer still
    /// uses its key, the age of fetched keys, and the claim checks of the application. If the options have changed since the
    /// validation, all claims are checked again.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <returns>
    /// <see cref="JwtError.None"/> if the token may still be used. Otherwise the error that a new validation would return, such as
    /// <see cref="JwtErrorCode.TokenExpired"/>, <see cref="JwtErrorCode.KeyNotFound"/> or <see cref="JwtErrorCode.KeysUnavailable"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    /// <example>
    /// <code>
    /// await foreach (var chart in charts)
    /// {
    ///     if (!revalidator.Revalidate(token).IsNone)
    ///     {
    ///         break;
    ///     }
    /// }
    /// </code>
    /// </example>
    JwtError Revalidate(ValidatedJwt token);
}
