namespace HipaaJwt.Checks;

/// <summary>The token is valid already (RFC 7519, section 4.1.5). At the very second of <c>nbf</c>, less the skew, it is.</summary>
internal sealed class NotBeforeCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (claims.Registered.NotBefore is not { } notBefore)
        {
            return JwtError.None;
        }

        if (claims.Registered.ExpirationTime is { } expirationTime && notBefore.Ceiling > expirationTime.Floor)
        {
            return new JwtError(JwtErrorCode.TokenLifetimeInvalid, ClaimNames.NotBefore);
        }

        return notBefore.Ceiling <= context.Now + context.ClockSkew
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenNotYetValid, ClaimNames.NotBefore);
    }
}
