namespace HipaaJwt.Checks;

/// <summary>
/// The token does not live too long: from <c>iat</c> to <c>exp</c> no longer than allowed. Fractions count against the
/// token, so that the lifetime is never understated.
/// </summary>
internal sealed class LifetimeCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (claims.Registered is not { ExpirationTime: { } expirationTime, IssuedAt: { } issuedAt })
        {
            return JwtError.None;
        }

        return expirationTime.Ceiling - issuedAt.Floor <= context.Policy.MaxTokenLifetime
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenLifetimeTooLong, ClaimNames.ExpirationTime);
    }
}
