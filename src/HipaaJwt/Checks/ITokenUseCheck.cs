namespace HipaaJwt;

/// <summary>
/// A rule of the application about each use of a validated token, such as "the account is still active". It runs at every use,
/// cached tokens included, after the sender of the token is verified. It may wait for a database.
/// </summary>
/// <remarks>
/// Register it with <see cref="HipaaJwtBuilder.AddTokenUseCheck{TCheck}"/>. It is a scoped service: each use has a scope of its
/// own, so it may depend on a <c>DbContext</c>. For a rule that only reads claims, <see cref="IClaimCheck"/> is cheaper.
/// </remarks>
/// <example>
/// <code>
/// public sealed class ActiveAccountCheck(ClinicContext database) : ITokenUseCheck
/// {
///     public async ValueTask&lt;JwtError&gt; CheckAsync(TokenUse use, CancellationToken cancellationToken) =>
///         await database.Accounts.AnyAsync(account => account.Id == use.Token.Subject &amp;&amp; account.IsActive, cancellationToken)
///             ? JwtError.None
///             : new JwtError(JwtErrorCode.ClaimRefused, "sub");
/// }
/// </code>
/// </example>
public interface ITokenUseCheck
{
    /// <summary>Checks one use.</summary>
    /// <param name="use">The validated token and its request.</param>
    /// <param name="cancellationToken">Signalled after <see cref="HipaaJwtOptions.TokenUseCheckTimeout"/> or when the caller cancels.</param>
    /// <returns>
    /// <see cref="JwtError.None"/> to accept. To reject, an error such as <c>new JwtError(JwtErrorCode.ClaimRefused, "sub")</c>,
    /// whose member is a fixed word and never data of the token. A check that throws or takes too long makes the token rejected
    /// with <see cref="JwtErrorCode.CheckUnavailable"/>.
    /// </returns>
    ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken);
}
