namespace HipaaJwt.Checks;

/// <summary>Checks that <c>iat</c> is not in the future, within the clock skew, nor after <c>exp</c> (RFC 7519, section 4.1.6).</summary>
internal sealed class IssuedAtCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (claims.Registered.IssuedAt is not { } issuedAt)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.IssuedAt);
        }

        if (claims.Registered.ExpirationTime is { } expirationTime && issuedAt.Ceiling > expirationTime.Floor)
        {
            return new JwtError(JwtErrorCode.TokenLifetimeInvalid, ClaimNames.IssuedAt);
        }

        return issuedAt.Ceiling <= context.Now + context.ClockSkew
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenIssuedInFuture, ClaimNames.IssuedAt);
    }
}
