using HipaaJwt.Keys;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The <c>iss</c> that a token goes by before its claims are read for good. It only helps to choose among what is trusted: whose
/// keys to fetch, and which of several issuers is meant that sign with the same key, as the tenants of one provider do. It
/// decides nothing: the checks look at <c>iss</c> all the same.
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
