namespace HipaaJwt;

/// <summary>
/// One rule that the claims of a token with a good signature must meet. Add your own with
/// <see cref="HipaaJwtBuilder.AddClaimCheck{TCheck}"/>; it runs after the built-in ones, and again each time a remembered
/// token is used. Implementations are singletons: they must be thread-safe and must not block.
/// </summary>
public interface IClaimCheck
{
    /// <summary>Checks the claims.</summary>
    /// <param name="claims">The claims, verified but not yet accepted.</param>
    /// <param name="context">The time and the rules of the issuer.</param>
    /// <returns>
    /// <see cref="JwtError.None"/> to pass. To refuse, an error such as
    /// <c>new JwtError(JwtErrorCode.ClaimRefused, "tenant")</c>, whose member is a fixed word and never data of the token.
    /// A check that throws makes the token refused with <see cref="JwtErrorCode.CheckUnavailable"/>.
    /// </returns>
    JwtError Check(ClaimsSet claims, in ClaimCheckContext context);
}
