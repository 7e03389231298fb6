using HipaaJwt.PhiClaims;

namespace HipaaJwt.Checks;

/// <summary>A token that is signed only carries nothing that the policy keeps out of clear tokens.</summary>
internal sealed class PhiClaimsCheck : IClaimCheck
{
    private readonly PhiClaimScanner _matcher;

    public PhiClaimsCheck(PhiClaimScanner matcher) => _matcher = matcher;

    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        !context.WasEncrypted && _matcher.Find(claims.JsonSpan) is { } entries
            ? new JwtError(JwtErrorCode.PhiClaimNotAllowed, entries)
            : JwtError.None;
}
