namespace HipaaJwt.Checks;

/// <summary>
/// The subject, and the client and the claims that the issuer's options require, are there, and are not null. The other claims that are
/// always required belong to the checks of their values.
/// </summary>
internal sealed class RequiredClaimsCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        if (!claims.Registered.Subject.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.Subject);
        }

        if (context.Policy.RequireClientId && !claims.Registered.ClientId.Exists && !claims.Registered.AuthorizedParty.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.ClientId);
        }

        foreach (var name in context.Policy.RequiredClaims)
        {
            if (!IsPresent(claims, name))
            {
                return new JwtError(JwtErrorCode.ClaimMissing, name);
            }
        }

        return JwtError.None;
    }

    /// <summary>The registered claims are known already; only others are looked for.</summary>
    private static bool IsPresent(ClaimsSet claims, string name) => name switch
    {
        ClaimNames.JwtId => claims.Registered.JwtId.Exists,
        ClaimNames.ClientId => claims.Registered.ClientId.Exists,
        ClaimNames.NotBefore => claims.Registered.NotBefore is not null,
        _ => claims.Contains(name),
    };
}
