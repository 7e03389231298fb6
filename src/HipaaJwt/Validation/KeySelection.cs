using System.Runtime.CompilerServices;
using HipaaJwt.Jws;
using HipaaJwt.Keys;

namespace HipaaJwt.Validation;

/// <summary>
/// Selects the one key to verify a token with. If several issuers have a key that the header can mean, the unverified <c>iss</c>
/// decides. So a forged token costs one verification, whatever the number of issuers.
/// </summary>
internal static class KeySelection
{
    /// <summary>Selects a key and checks the <c>typ</c> by the rules of its issuer.</summary>
    /// <param name="jws">The token.</param>
    /// <param name="header">The header of the token.</param>
    /// <param name="candidates">The keys that the header can mean.</param>
    /// <param name="key">The key if there is no error.</param>
    /// <returns>
    /// No error, <see cref="JwtErrorCode.KeyAmbiguous"/>, <see cref="JwtErrorCode.TokenTypeMissing"/> or
    /// <see cref="JwtErrorCode.TokenTypeNotAllowed"/>.
    /// </returns>
    public static JwtError Select(in CompactJws jws, in JoseHeader header, KeyCandidates candidates, out VerificationKey? key)
    {
        key = candidates.Only;
        return key is not null ? key.Issuer.CheckTokenType(header.Type) : SelectByIssuer(jws, header, candidates, out key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JwtError SelectByIssuer(in CompactJws jws, in JoseHeader header, KeyCandidates candidates, out VerificationKey? key)
    {
        key = UnverifiedIssuer.FindKey(jws, candidates);
        if (key is null && header.KeyId.IsEmpty)
        {
            return new JwtError(JwtErrorCode.KeyAmbiguous, "kid");
        }

        // If the token names no issuer of these keys, the verification decides what the error is.
        key ??= candidates.All[0];
        var error = key.Issuer.CheckTokenType(header.Type);
        return error.IsNone || header.KeyId.IsEmpty || !TryFindByType(header, candidates, ref key) ? error : JwtError.None;
    }

    /// <summary>Finds a key whose issuer allows the <c>typ</c>. If it verifies the token, its <c>iss</c> is rejected.</summary>
    private static bool TryFindByType(in JoseHeader header, KeyCandidates candidates, ref VerificationKey? key)
    {
        foreach (var candidate in candidates.All)
        {
            if (candidate.Issuer.CheckTokenType(header.Type).IsNone)
            {
                key = candidate;
                return true;
            }
        }

        return false;
    }
}
