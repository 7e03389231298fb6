namespace HipaaJwt.Checks;

/// <summary>
/// Checks that a logout token has not expired. <c>exp</c> is required unless the options allow its absence (OpenID Connect Back-Channel
/// Logout 1.0, section 2.4).
/// </summary>
internal sealed class LogoutExpirationCheck : IClaimCheck
{
    private readonly ExpirationCheck _expiration;

    public LogoutExpirationCheck(ExpirationCheck expiration) => _expiration = expiration;

    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        claims.Registered.ExpirationTime is null && context.Policy.Logout!.AllowMissingExpiration
            ? JwtError.None
            : _expiration.Check(claims, context);
}
