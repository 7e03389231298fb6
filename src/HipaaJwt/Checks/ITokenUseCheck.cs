namespace HipaaJwt;

/// <summary>
/// A rule for each use of a validated token, such as "the account is still active". It runs at every use, also of cached tokens, after
/// the sender of the token has been verified. It may query a database.
/// </summary>
/// <remarks>
/// Register it with <see cref="HipaaJwtBuilder.AddTokenUseCheck{TCheck}"/>. It is a scoped service, and each use has its own scope, so
/// it may depend on a <c>DbContext</c>. A check that blocks its thread is limited by
/// <see cref="HipaaJwtOptions.TokenUseCheckTimeout"/> too. The scope is disposed of after the check has ended. For a rule that only reads
/// claims, <see cref="IClaimCheck"/> is faster.
/// </remarks>
/// <example>
/// <code>
/// public sealed class ActiveAccountCheck(ClinicContext database) : ITokenUseCheck
/// {
///     public async ValueTask&lt;JwtError&gt; CheckAsync(TokenUse use, CancellationToken cancellationToken) =>
///         await database.Accounts.AnyAsync(
///             account => account.Id == use.Token.Subject &amp;&amp; account.IsActive, cancellationToken)
///             ? JwtError.None
///             : new JwtError(JwtErrorCode.ClaimRefused, "sub");
/// }
/// </code>
/// </example>
public interface ITokenUseCheck
{
    /// <summary>Checks one use of a token.</summary>
    /// <param name="use">The validated token and its request.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <see cref="HipaaJwtOptions.TokenUseCheckTimeout"/>, and when the caller of the validator cancels.
    /// </param>
    /// <returns>
    /// <see cref="JwtError.None"/> to accept the use. To reject it, an error such as
    /// <c>new JwtError(JwtErrorCode.ClaimRefused, "sub")</c>. The member must be a fixed word and never data of the token.
    /// If the check throws or exceeds the timeout, the token is rejected with <see cref="JwtErrorCode.CheckUnavailable"/>.
    /// </returns>
    ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken);
}
