using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Reads <c>iss</c> before the signature is verified. It only selects among trusted issuers: whose keys to refresh, and whose key to
/// verify with if several issuers have one. If several entries have the same issuer, the claims that distinguish them select too. The
/// claim checks validate all of these claims afterwards.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>Finds the issuer that the token names; null if its keys are not fetched.</summary>
    public static RemoteIssuer? FindRemote(in CompactJws jws, IssuerTable<RemoteIssuer> issuers)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(payload.Span, members, out var claims) == JsonFault.None ? issuers.FindOnly(claims) : null;
    }

    /// <summary>Finds the only key of the issuer that the token names; null if there is none.</summary>
    public static VerificationKey? FindKey(in CompactJws jws, KeyCandidates candidates)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(payload.Span, members, out var claims) == JsonFault.None ? candidates.Find(claims) : null;
    }
}
