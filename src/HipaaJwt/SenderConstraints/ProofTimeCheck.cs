using HipaaJwt.Claims;

namespace HipaaJwt.SenderConstraints;

/// <summary>A proof was made just now (RFC 9449, section 11.1), and is inside the dates that it sets itself.</summary>
internal static class ProofTimeCheck
{
    /// <summary>Checks the dates, all with the skew of clocks on both sides.</summary>
    /// <param name="claims">The proof's claims.</param>
    /// <param name="now">The time.</param>
    /// <param name="maxAge">How old a proof may be.</param>
    /// <param name="skew">How far the clocks of client and service may differ.</param>
    /// <returns>The claim at fault; null where there is none.</returns>
    public static string? FaultOf(in RegisteredClaims claims, DateTimeOffset now, TimeSpan maxAge, TimeSpan skew)
    {
        if (claims.IssuedAt is not { } issuedAt || issuedAt.Ceiling - skew > now || LastUse(issuedAt, maxAge, skew) < now)
        {
            return ClaimNames.IssuedAt;
        }

        if (claims.ExpirationTime is { } expirationTime && now - skew >= expirationTime.Floor)
        {
            return ClaimNames.ExpirationTime;
        }

        return claims.NotBefore is { } notBefore && notBefore.Ceiling - skew > now ? ClaimNames.NotBefore : null;
    }

    /// <summary>The last moment at which a proof is accepted, so until then its use must be remembered.</summary>
    public static DateTimeOffset LastUse(NumericDate issuedAt, TimeSpan maxAge, TimeSpan skew)
    {
        var age = maxAge + skew;
        return issuedAt.Floor > DateTimeOffset.MaxValue - age ? DateTimeOffset.MaxValue : issuedAt.Floor + age;
    }
}
