namespace HipaaJwt.Checks;

/// <summary>
/// The token does not live too long: from <c>iat</c> to <c>exp</c> no longer than allowed. Both are rounded down: at that
/// second of <c>exp</c> the token ends, and an hour between two dates with the same fraction is an hour.
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
