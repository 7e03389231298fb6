using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Reads <c>iss</c> before the signature is verified. It only selects among trusted issuers: whose keys to refresh, and whose key to
/// verify with if several issuers have one. <see cref="Checks.IssuerCheck"/> validates <c>iss</c> afterwards.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>Finds the issuer that the token names; null if its keys are not fetched.</summary>
    public static RemoteIssuer? FindRemote(in CompactJws jws, Utf8Table<RemoteIssuer> issuers)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        return TryRead(payload.Span, members, out var name) && issuers.TryGetValue(payload.Span, name, out var issuer) ? issuer : null;
    }

    /// <summary>Finds the only key of the issuer that the token names; null if there is none.</summary>
    public static VerificationKey? FindKey(in CompactJws jws, KeyCandidates candidates)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        return TryRead(payload.Span, members, out var name) ? candidates.Find(payload.Span, name) : null;
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, JsonMemberBuffer members, out JsonValue name)
    {
        name = default;
        return StrictJson.ReadObject(payload, members, out var claims) == JsonFault.None
            && claims.TryFind("iss"u8, out name)
            && name.Kind == JsonKind.String;
    }
}
