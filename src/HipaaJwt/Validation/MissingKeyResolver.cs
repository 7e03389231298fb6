using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Text;

namespace HipaaJwt.Validation;

/// <summary>Determines whether a rejected token may be signed with a key that its issuer published after the last download.</summary>
internal static class MissingKeyResolver
{
    /// <summary>Finds the keys to refresh; null if a refresh cannot change the verdict.</summary>
    public static RemoteKeys? Find(in CompactJws jws, JwtErrorCode error, ValidationSnapshot snapshot)
    {
        if (snapshot.RemoteIssuers.IsEmpty || !DependsOnKey(error))
        {
            return null;
        }

        var remote = UnverifiedIssuer.FindRemote(jws, snapshot.RemoteByIssuer);
        return remote is not null && IsKeyMissing(jws, remote.Issuer, snapshot) ? remote.Keys : null;
    }

    /// <summary>
    /// Whether the error can be due to a missing key. Errors of later steps are included, because another issuer's key with the same key
    /// ID may have been tried. It may even be the same key, if tenants or policies of a provider share it and only one key set has been
    /// downloaded.
    /// </summary>
    private static bool DependsOnKey(JwtErrorCode error) => error is JwtErrorCode.KeyNotFound
        or JwtErrorCode.KeyAmbiguous
        or JwtErrorCode.AlgorithmNotAllowedForKey
        or JwtErrorCode.TokenTypeMissing
        or JwtErrorCode.TokenTypeNotAllowed
        or JwtErrorCode.SignatureInvalid
        or JwtErrorCode.IssuerNotAllowed
        or JwtErrorCode.AudienceNotAllowed
        or JwtErrorCode.ClaimMissing
        or JwtErrorCode.ClaimValueNotAllowed
        or JwtErrorCode.KeysUnavailable;

    /// <summary>Whether the issuer may sign with the algorithm of the token, but has no key that its header can mean.</summary>
    private static bool IsKeyMissing(in CompactJws jws, IssuerPolicy issuer, ValidationSnapshot snapshot)
    {
        using var buffer = PooledBuffer.Rent(2 * jws.HeaderLength);
        var json = buffer.Span[..jws.HeaderLength];
        jws.TryDecodeUnverifiedHeader(json, out _);
        JoseHeader.Read(json, buffer.Span[jws.HeaderLength..], out var header);
        return issuer.Algorithms.Contains(header.Algorithm) && !snapshot.Keys.HasKey(header, issuer);
    }
}
