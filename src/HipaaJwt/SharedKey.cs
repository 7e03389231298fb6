using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Tells issuers apart that sign with the same key, as the tenants of one provider do. It is asked only once the signature is
/// good, and what it finds binds nobody: the checks look at <c>iss</c> all the same.
/// </summary>
internal static class SharedKey
{
    public static bool IsUsedBy(IssuerPolicy issuer, in CompactJws jws)
    {
        using var buffer = PooledBuffer.Rent(jws.PayloadLength);
        var json = buffer.Span;
        using var index = JsonIndex.Rent();
        return jws.TryDecodeUnverifiedPayload(json, out _)
            && StrictJson.ReadObject(json, index, out var claims) == JsonFault.None
            && claims.TryFind("iss"u8, out var named)
            && named.Kind == JsonKind.String
            && JsonText.AreEqual(json, named, issuer.Utf8Issuer);
    }
}
