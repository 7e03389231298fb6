using HipaaJwt.Keys;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The <c>iss</c> that a token goes by before anything of it is verified. It only helps to choose among what is trusted, such as
/// whose keys to fetch, and decides nothing: the check of the issuer comes after the signature as for any token.
/// </summary>
internal static class UnverifiedIssuer
{
    /// <summary>The issuer that the token names, if it is one of these.</summary>
    public static IssuerPolicy? Find(in CompactJws jws, params ReadOnlySpan<IssuerPolicy> issuers)
    {
        using var buffer = PooledBuffer.Rent(jws.PayloadLength);
        jws.TryDecodeUnverifiedPayload(buffer.Span, out _);
        using var index = JsonIndex.Rent();
        if (StrictJson.ReadObject(buffer.Span, index, out var claims) != JsonFault.None
            || !claims.TryFind("iss"u8, out var name)
            || name.Kind != JsonKind.String)
        {
            return null;
        }

        foreach (var issuer in issuers)
        {
            if (JsonText.AreEqual(buffer.Span, name, issuer.Utf8Issuer))
            {
                return issuer;
            }
        }

        return null;
    }
}
