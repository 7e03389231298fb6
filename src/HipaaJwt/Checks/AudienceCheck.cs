using System.Collections.Immutable;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>
/// Checks that one of the token's audiences exactly equals one of the configured audiences (RFC 7519, section 4.1.3). If the issuer uses
/// another audience claim, that claim is required, and <c>aud</c> is checked too if it is present.
/// </summary>
internal sealed class AudienceCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        var policy = context.Policy;
        var audience = claims.Registered.Audience;
        if (policy.Utf8AudienceClaim is not { } otherClaim)
        {
            return Check(claims.JsonSpan, audience, policy.Utf8Audiences, ClaimNames.Audience);
        }

        claims.TryFind(otherClaim, out var otherAudience);
        var error = otherAudience.Exists && !IdentifierText.IsOneOrMore(claims.JsonSpan, otherAudience)
            ? new JwtError(JwtErrorCode.ClaimInvalid, policy.AudienceClaim)
            : Check(claims.JsonSpan, otherAudience, policy.Utf8Audiences, policy.AudienceClaim);
        return error.IsNone && audience.Exists
            ? Check(claims.JsonSpan, audience, policy.Utf8Audiences, ClaimNames.Audience)
            : error;
    }

    private static JwtError Check(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> allowed, string claim)
    {
        if (!audience.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, claim);
        }

        return IsAllowed(json, audience, allowed) ? JwtError.None : new JwtError(JwtErrorCode.AudienceNotAllowed, claim);
    }

    private static bool IsAllowed(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> allowed)
    {
        if (audience.Kind == JsonKind.String)
        {
            return IsOneOf(json, audience, allowed);
        }

        foreach (var element in new JsonArray(json, audience))
        {
            if (IsOneOf(json, element, allowed))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> allowed)
    {
        foreach (var candidate in allowed)
        {
            if (JsonText.AreEqual(json, audience, candidate))
            {
                return true;
            }
        }

        return false;
    }
}
