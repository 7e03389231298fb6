using HipaaJwt.Claims;

namespace HipaaJwt.Checks;

/// <summary>
/// Checks that the subject and the claims required by the issuer's options are present and not null. The other claims that are always
/// required have their own checks.
/// </summary>
internal sealed class RequiredClaimsCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        var identity = context.Policy.Identity;
        if (!claims.Registered.Subject.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, identity.Subject);
        }

        if (context.Policy.RequireClientId && !claims.Registered.ClientId.Exists && !claims.Registered.AuthorizedParty.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, identity.Client ?? ClaimNames.ClientId);
        }

        foreach (var name in context.Policy.RequiredClaims)
        {
            if (!IsPresent(claims, name, identity))
            {
                return new JwtError(JwtErrorCode.ClaimMissing, name);
            }
        }

        return JwtError.None;
    }

    /// <summary>Whether a claim is present. Registered claims have been read already, so only others are searched.</summary>
    private static bool IsPresent(ClaimsSet claims, string name, IdentityClaims identity) => name switch
    {
        _ when name == identity.TokenId => claims.Registered.JwtId.Exists,
        ClaimNames.ClientId when identity.AreRegistered => claims.Registered.ClientId.Exists,
        ClaimNames.NotBefore => claims.Registered.NotBefore is not null,
        _ => claims.Contains(name),
    };
}
