namespace HipaaJwt.Checks;

/// <summary>
/// Checks that the time from <c>iat</c> to <c>exp</c> is at most the allowed lifetime. Both are rounded down: the token expires at the
/// rounded <c>exp</c>, and two dates with equal fractions keep their exact difference.
/// </summary>
internal sealed class LifetimeCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (claims.Registered is not { ExpirationTime: { } expirationTime, IssuedAt: { } issuedAt })
        {
            return JwtError.None;
        }

        return expirationTime.Floor - issuedAt.Floor <= context.Policy.MaxTokenLifetime
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenLifetimeTooLong, ClaimNames.ExpirationTime);
    }
}
