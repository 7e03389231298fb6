using HipaaJwt.Claims;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Checks that the claims repeated in the header of an encrypted token are those of the signed token inside (RFC 7519, section 5.3).
/// Systems that cannot decrypt the token, such as gateways, decide from the header, which anyone can write.
/// </summary>
internal static class ReplicatedClaimsCheck
{
    /// <summary>Compares <c>iss</c>, <c>sub</c> and <c>aud</c> if the header has them.</summary>
    /// <param name="header">The header of the encrypted token. It must have been validated.</param>
    /// <param name="claims">The claims of the signed token.</param>
    public static JwtError Check(ReadOnlySpan<byte> header, ClaimsSet claims)
    {
        using var index = new JsonMemberBuffer(stackalloc JsonMember[HeaderMembers.Max], stackalloc uint[HeaderMembers.Max]);
        var error = HeaderMembers.Read(header, index, out var members);
        if (!error.IsNone)
        {
            return error;
        }

        var contradicted =
            members.TryFind("iss"u8, out var issuer) && JsonText.GetString(header, issuer) != claims.Issuer ? ClaimNames.Issuer
            : members.TryFind("sub"u8, out var subject) && JsonText.GetString(header, subject) != claims.Subject ? ClaimNames.Subject
            : members.TryFind("aud"u8, out var audience) && !AreSame(header, audience, claims.Audiences) ? ClaimNames.Audience
            : null;
        return contradicted is null ? JwtError.None : new JwtError(JwtErrorCode.HeaderClaimMismatch, contradicted);
    }

    /// <summary>Compares audiences as sets. One string is the same as an array that contains it (RFC 7519, section 4.1.3).</summary>
    private static bool AreSame(ReadOnlySpan<byte> header, JsonValue audience, IReadOnlyList<string> signed)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        if (audience.Kind == JsonKind.String)
        {
            names.Add(JsonText.GetString(header, audience));
        }
        else
        {
            foreach (var element in new JsonArray(header, audience))
            {
                names.Add(JsonText.GetString(header, element));
            }
        }

        return names.SetEquals(signed);
    }
}
