namespace HipaaJwt.Checks;

/// <summary>Checks that the token has not expired (RFC 7519, section 4.1.4). It expires at <c>exp</c> plus the clock skew.</summary>
internal sealed class ExpirationCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (claims.Registered.ExpirationTime is not { } expirationTime)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.ExpirationTime);
        }

        return context.Now - context.ClockSkew < expirationTime.Floor
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenExpired, ClaimNames.ExpirationTime);
    }
}
