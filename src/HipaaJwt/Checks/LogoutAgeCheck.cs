namespace HipaaJwt.Checks;

/// <summary>Checks that a logout token was issued a short time ago. <c>iat</c> has been checked to exist.</summary>
internal sealed class LogoutAgeCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        context.Now - context.ClockSkew < claims.Registered.IssuedAt!.Value.Floor + context.Policy.Logout!.MaxAge
            ? JwtError.None
            : new JwtError(JwtErrorCode.TokenExpired, ClaimNames.IssuedAt);
}
