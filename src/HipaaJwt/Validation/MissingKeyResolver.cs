using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>Decides whether a rejected token may be signed by a key that its issuer has published since the last fetch.</summary>
internal static class MissingKeyResolver
{
    /// <summary>The keys to refresh; null if a refresh would not change the verdict.</summary>
    public static RemoteKeys? Find(in CompactJws jws, JwtErrorCode error, ValidationSnapshot snapshot)
    {
        if (snapshot.RemoteIssuers.IsEmpty || !DependsOnKey(error))
        {
            return null;
        }

        var remote = UnverifiedIssuer.Find(jws, snapshot.RemoteIssuers);
        return remote is not null && !HasKey(jws, remote.Issuer, snapshot) ? remote.Keys : null;
    }

    /// <summary>
    /// Another issuer's key with the same name was tried instead, by the rules of that issuer. It may even be the same key, as
    /// with the tenants of a provider, of which only the other issuer's set has been fetched so far.
    /// </summary>
    private static bool DependsOnKey(JwtErrorCode error) => error is JwtErrorCode.KeyNotFound
        or JwtErrorCode.KeyAmbiguous
        or JwtErrorCode.AlgorithmNotAllowedForKey
        or JwtErrorCode.TokenTypeMissing
        or JwtErrorCode.TokenTypeNotAllowed
        or JwtErrorCode.SignatureInvalid
        or JwtErrorCode.IssuerNotAllowed
        or JwtErrorCode.KeysUnavailable;

    private static bool HasKey(in CompactJws jws, IssuerPolicy issuer, ValidationSnapshot snapshot)
    {
        using var buffer = PooledBuffer.Rent(2 * jws.HeaderLength);
        var json = buffer.Span[..jws.HeaderLength];
        jws.TryDecodeUnverifiedHeader(json, out _);
        JoseHeader.Read(json, buffer.Span[jws.HeaderLength..], out var header);
        snapshot.Keys.Find(header, out var candidates);
        foreach (var candidate in candidates.IsDefault ? [] : candidates)
        {
            if (candidate.Issuer == issuer)
            {
                return true;
            }
        }

        return false;
    }
}
