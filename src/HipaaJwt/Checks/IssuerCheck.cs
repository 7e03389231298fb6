namespace HipaaJwt.Checks;

/// <summary>Checks that <c>iss</c> exactly equals the issuer that the key belongs to (RFC 8725, section 3.8).</summary>
internal sealed class IssuerCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        var issuer = claims.Registered.Issuer;
        if (!issuer.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.Issuer);
        }

        return context.Policy.IsNamedBy(claims.JsonSpan, issuer)
            ? JwtError.None
            : new JwtError(JwtErrorCode.IssuerNotAllowed, ClaimNames.Issuer);
    }
}
