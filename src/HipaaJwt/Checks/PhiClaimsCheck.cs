using HipaaJwt.PhiClaims;

namespace HipaaJwt.Checks;

/// <summary>Checks that an unencrypted token contains none of the claims that must be encrypted.</summary>
internal sealed class PhiClaimsCheck : IClaimCheck
{
    private readonly PhiClaimScanner _scanner;

    public PhiClaimsCheck(PhiClaimScanner scanner) => _scanner = scanner;

    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        !context.WasEncrypted && _scanner.Find(claims.JsonSpan) is { } entries
            ? new JwtError(JwtErrorCode.PhiClaimNotAllowed, entries)
            : JwtError.None;
}
