using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Reads <c>iss</c> before the signature is verified. It only selects among trusted issuers: whose keys to refresh, and which of several
/// issuers with the same key to use. If several entries have the same issuer, the claims that distinguish them select too. The claim
/// checks validate all of these claims afterwards.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>Finds the issuer that the token names; null if it is not among the given ones.</summary>
    public static RemoteIssuer? Find(in CompactJws jws, ImmutableArray<RemoteIssuer> issuers)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(payload.Span, members, out var claims) != JsonFault.None)
        {
            return null;
        }

        foreach (var issuer in issuers)
        {
            if (Names(claims, issuer.Issuer))
            {
                return issuer;
            }
        }

        return null;
    }

    /// <summary>Whether the token names the given issuer.</summary>
    public static bool Matches(in CompactJws jws, IssuerPolicy issuer)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(payload.Span, members, out var claims) == JsonFault.None && Names(claims, issuer);
    }

    private static bool Names(in JsonObject claims, IssuerPolicy issuer)
    {
        if (!claims.TryFind("iss"u8, out var name) || name.Kind != JsonKind.String || !issuer.IsNamedBy(claims.Json, name))
        {
            return false;
        }

        foreach (var required in issuer.Discriminators)
        {
            if (!claims.TryFind(required.Utf8Name, out var value) || !required.Allows(claims.Json, value))
            {
                return false;
            }
        }

        return true;
    }
}
