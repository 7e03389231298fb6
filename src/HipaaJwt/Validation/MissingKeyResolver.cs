using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// Finds out whether a refused token may be by a key that its issuer has not been asked for yet.
/// </summary>
internal static class UnknownKey
{
    /// <summary>The keys that have to be fetched, or null where that would not change the verdict.</summary>
    public static RemoteKeys? Find(in CompactJws jws, JwtErrorCode error, ValidationPlan plan) =>
        !plan.FetchedIssuers.IsEmpty && DependsOnKey(error)
        && UnverifiedIssuer.Find(jws, plan.FetchedIssuers.AsSpan()) is { } issuer && !HasKey(jws, issuer, plan)
            ? issuer.FetchedKeys
            : null;

    /// <summary>
    /// Another issuer's key of the same name was tried in its place, by the rules of that issuer. It may even be the same key, as
    /// with the tenants of a provider, of which only the other issuer has heard so far.
    /// </summary>
    private static bool DependsOnKey(JwtErrorCode error) => error is JwtErrorCode.KeyNotFound
        or JwtErrorCode.KeyAmbiguous
        or JwtErrorCode.AlgorithmNotAllowedForKey
        or JwtErrorCode.TokenTypeMissing
        or JwtErrorCode.TokenTypeNotAllowed
        or JwtErrorCode.SignatureInvalid
        or JwtErrorCode.IssuerNotAllowed
        or JwtErrorCode.KeysUnavailable;

    private static bool HasKey(in CompactJws jws, IssuerPolicy issuer, ValidationPlan plan)
    {
        using var buffer = PooledBuffer.Rent(2 * jws.HeaderLength);
        var json = buffer.Span[..jws.HeaderLength];
        jws.TryDecodeUnverifiedHeader(json, out _);
        JoseHeader.Read(json, buffer.Span[jws.HeaderLength..], out var header);
        plan.Keys.Find(header, out var candidates);
        foreach (var candidate in candidates.IsDefault ? [] : candidates)
        {
            if (candidate.Issuer.Issuer == issuer.Issuer)
            {
                return true;
            }
        }

        return false;
    }
}
