namespace HipaaJwt;

/// <summary>
/// A rule for the claims of a token whose signature is valid. It runs after the built-in checks, and again at each use of a cached
/// token. Implementations are singletons: they must be thread-safe and must not block.
/// </summary>
/// <remarks>
/// Register it with <see cref="HipaaJwtBuilder.AddClaimCheck{TCheck}"/>. For a rule that needs a database or another service, use
/// <see cref="ITokenUseCheck"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class TenantCheck : IClaimCheck
/// {
///     public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
///         claims.TryGetString("tenant", out string? tenant) &amp;&amp; tenant == "clinic-7"
///             ? JwtError.None
///             : new JwtError(JwtErrorCode.ClaimRefused, "tenant");
/// }
/// </code>
/// </example>
public interface IClaimCheck
{
    /// <summary>Checks the claims.</summary>
    /// <param name="claims">The claims of a token that passed all checks before this one.</param>
    /// <param name="context">The issuer, the current time and whether the token was encrypted.</param>
    /// <returns>
    /// <see cref="JwtError.None"/> to accept the token. To reject it, an error such as
    /// <c>new JwtError(JwtErrorCode.ClaimRefused, "tenant")</c>. The member must be a fixed word and never data of the token.
    /// If the check throws, the token is rejected with <see cref="JwtErrorCode.CheckUnavailable"/>.
    /// </returns>
    JwtError Check(ClaimsSet claims, in ClaimCheckContext context);
}
