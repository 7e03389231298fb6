using System.Collections.Immutable;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>
/// The token is meant for this service: one of its audiences is one of ours, to the letter (RFC 7519, section 4.1.3). Where
/// the issuer names them in another claim, that claim must be there, and an <c>aud</c> beside it still binds.
/// </summary>
internal sealed class AudienceCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        var policy = context.Policy;
        var audience = claims.Registered.Audience;
        if (policy.Utf8AudienceClaim is not { } other)
        {
            return Check(claims.JsonSpan, audience, policy.Utf8Audiences, ClaimNames.Audience);
        }

        claims.TryFind(other, out var named);
        var error = named.Exists && !RegisteredClaims.IsNameOrNames(claims.JsonSpan, named)
            ? new JwtError(JwtErrorCode.ClaimInvalid, policy.AudienceClaim)
            : Check(claims.JsonSpan, named, policy.Utf8Audiences, policy.AudienceClaim);
        return error.IsNone && audience.Exists ? Check(claims.JsonSpan, audience, policy.Utf8Audiences, ClaimNames.Audience) : error;
    }

    private static JwtError Check(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> ours, string claim)
    {
        if (!audience.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, claim);
        }

        return IsOurs(json, audience, ours) ? JwtError.None : new JwtError(JwtErrorCode.AudienceNotAllowed, claim);
    }

    private static bool IsOurs(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> ours)
    {
        if (audience.Kind == JsonKind.String)
        {
            return IsOneOf(json, audience, ours);
        }

        foreach (var element in new JsonArray(json, audience))
        {
            if (IsOneOf(json, element, ours))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> json, JsonValue audience, ImmutableArray<byte[]> ours)
    {
        foreach (var candidate in ours)
        {
            if (JsonText.AreEqual(json, audience, candidate))
            {
                return true;
            }
        }

        return false;
    }
}
