using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Policy;

/// <summary>An issuer and its fetched keys.</summary>
internal sealed record RemoteIssuer(IssuerPolicy Issuer, RemoteKeys Keys)
{
    /// <summary>
    /// Creates verification keys from the fetched keys. For each algorithm, a pinned key takes precedence over a fetched key with the
    /// same <c>kid</c>, and a pinned key without <c>kid</c> over a fetched key without <c>kid</c>.
    /// </summary>
    /// <param name="pinnedKeys">The pinned keys of the issuer.</param>
    public IEnumerable<VerificationKey> CreateVerificationKeys(IEnumerable<VerificationKey> pinnedKeys)
    {
        var pinned = pinnedKeys.SelectMany(key => key.Algorithms.Select(algorithm => (key.KeyId, algorithm.Id))).ToHashSet();
        foreach (var key in Keys.Keys)
        {
            ImmutableArray<SignatureVerifier> verifiers =
                [.. VerifiersOf(key).Where(verifier => !pinned.Contains((key.KeyId, verifier.Algorithm.Id)))];
            if (!verifiers.IsEmpty)
            {
                yield return new VerificationKey(key.KeyId, Issuer, Keys, verifiers)
                {
                    Thumbprint = key.Thumbprint,
                    SignerThumbprint = key.SignerThumbprint,
                };
            }
        }
    }

    /// <summary>A key that cannot be imported is not used. An exception would keep withdrawn keys in effect.</summary>
    private ImmutableArray<SignatureVerifier> VerifiersOf(VerificationKeyMaterial key)
    {
        try
        {
            return key.VerifiersFor(Issuer.Algorithms);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
