using HipaaJwt.Claims;

namespace HipaaJwt.SenderConstraints;

/// <summary>Checks that a proof is recent (RFC 9449 section 11.1) and valid by its own <c>exp</c> and <c>nbf</c>.</summary>
internal static class ProofTimeCheck
{
    /// <summary>Checks <c>iat</c>, <c>exp</c> and <c>nbf</c>, with the clock skew in both directions.</summary>
    /// <param name="claims">The claims of the proof.</param>
    /// <param name="now">The current time.</param>
    /// <param name="maxAge">The maximum age of a proof.</param>
    /// <param name="skew">The maximum difference between the clocks of client and service.</param>
    /// <returns>The name of the invalid claim; null if all are valid.</returns>
    public static string? FindInvalidClaim(in RegisteredClaims claims, DateTimeOffset now, TimeSpan maxAge, TimeSpan skew)
    {
        if (claims.IssuedAt is not { } issuedAt || issuedAt.Ceiling - skew > now || GetExpiry(issuedAt, maxAge, skew) < now)
        {
            return ClaimNames.IssuedAt;
        }

        if (claims.ExpirationTime is { } expirationTime && now - skew >= expirationTime.Floor)
        {
            return ClaimNames.ExpirationTime;
        }

        return claims.NotBefore is { } notBefore && notBefore.Ceiling - skew > now ? ClaimNames.NotBefore : null;
    }

    /// <summary>Gets the last moment at which a proof is accepted. The replay store must keep its use until then.</summary>
    public static DateTimeOffset GetExpiry(NumericDate issuedAt, TimeSpan maxAge, TimeSpan skew)
    {
        var age = maxAge + skew;
        return issuedAt.Floor > DateTimeOffset.MaxValue - age ? DateTimeOffset.MaxValue : issuedAt.Floor + age;
    }
}
