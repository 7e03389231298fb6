using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>Reads the session and the actor of a token. A malformed claim counts as missing.</summary>
internal static class SessionClaims
{
    private const int MaxMembers = 32;

    public static string? GetSessionId(ClaimsSet claims) =>
        claims.TryFind("sid"u8, out var value) && IdentifierText.IsValid(claims.JsonSpan, value)
            ? JsonText.GetString(claims.JsonSpan, value)
            : null;

    /// <summary>Gets the subject of the outermost <c>act</c>, which is the current actor (RFC 8693, section 4.1).</summary>
    public static string? GetActor(ClaimsSet claims)
    {
        if (!claims.TryFind("act"u8, out var actor) || actor.Kind != JsonKind.Object)
        {
            return null;
        }

        using var buffer = new JsonMemberBuffer(stackalloc JsonMember[MaxMembers], stackalloc uint[MaxMembers]);
        return StrictJson.ReadObject(actor.RawIn(claims.JsonSpan), buffer, out var members) == JsonFault.None
            && members.TryFind("sub"u8, out var subject)
            && IdentifierText.IsValid(members.Json, subject)
                ? JsonText.GetString(members.Json, subject)
                : null;
    }
}
