using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>
/// Reads <c>iss</c> before the signature is verified. It only selects among trusted issuers: whose keys to refresh, and which of several
/// issuers with the same key to use. <see cref="Checks.IssuerCheck"/> validates <c>iss</c> afterwards.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>Finds the issuer that the token names; null if it is not among the given ones.</summary>
    public static RemoteIssuer? Find(in CompactJws jws, ImmutableArray<RemoteIssuer> issuers)
    {
        using var payload = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(payload.Span, out _);
        using var members = JsonMemberBuffer.Rent();
        if (!TryRead(payload.Span, members, out var name))
        {
            return null;
        }

        foreach (var issuer in issuers)
        {
            if (JsonText.AreEqual(payload.Span, name, issuer.Issuer.Utf8Issuer))
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
        return TryRead(payload.Span, members, out var name) && JsonText.AreEqual(payload.Span, name, issuer.Utf8Issuer);
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, JsonMemberBuffer members, out JsonValue name)
    {
        name = default;
        return StrictJson.ReadObject(payload, members, out var claims) == JsonFault.None
            && claims.TryFind("iss"u8, out name)
            && name.Kind == JsonKind.String;
    }
}
