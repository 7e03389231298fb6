namespace HipaaJwt.Checks;

/// <summary>
/// Checks that <c>nbf</c> has been reached and is not after <c>exp</c> (RFC 7519, section 4.1.5). The token is valid from <c>nbf</c>
/// minus the clock skew.
/// </summary>
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
