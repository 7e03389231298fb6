using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Checks;

/// <summary>The token is meant for this service: one of its audiences is one of ours, to the letter (RFC 7519, section 4.1.3).</summary>
internal sealed class AudienceCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context)
    {
        var audience = claims.Registered.Audience;
        if (!audience.Exists)
        {
            return new JwtError(JwtErrorCode.ClaimMissing, ClaimNames.Audience);
        }

        return IsOurs(claims.JsonSpan, audience, context.Policy.Utf8Audiences)
            ? JwtError.None
            : new JwtError(JwtErrorCode.AudienceNotAllowed, ClaimNames.Audience);
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
