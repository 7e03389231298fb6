using System.Collections.Frozen;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>
/// Rejects an assertion that is also for another server, because that server could use it here before the client does (RFC 7523,
/// section 3).
/// </summary>
internal sealed class OwnAudiencesCheck : IClaimCheck
{
    private static readonly JwtError OtherAudience = new(JwtErrorCode.AudienceNotAllowed, "aud");

    private readonly FrozenSet<string> _audiences;

    public OwnAudiencesCheck(IEnumerable<string> audiences) => _audiences = audiences.ToFrozenSet(StringComparer.Ordinal);

    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        claims.Audiences.All(_audiences.Contains) ? JwtError.None : OtherAudience;
}
