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
    /// <param name="superseded">Receives the fetched keys that a pinned key takes precedence over.</param>
    public IEnumerable<VerificationKey> CreateVerificationKeys(
        IEnumerable<VerificationKey> pinnedKeys, ICollection<SupersededKey> superseded)
    {
        var pinned = pinnedKeys.SelectMany(key => key.Algorithms, (key, algorithm) => new KeyUse(key.KeyId, algorithm)).ToHashSet();
        foreach (var key in Keys.Keys)
        {
            var verifiers = VerifiersOf(key);
            SignatureVerifier[] used = [.. verifiers.Where(verifier => !pinned.Contains(new KeyUse(key.KeyId, verifier.Algorithm)))];
            if (used.Length < verifiers.Length)
            {
                superseded.Add(new SupersededKey(
                    Issuer.Issuer, key.KeyId, string.Join(", ", verifiers.Except(used).Select(verifier => verifier.Algorithm.Name))));
            }

            if (used.Length > 0)
            {
                yield return new VerificationKey(key.KeyId, Issuer, Keys, [.. used])
                {
                    Material = key,
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

    private sealed record KeyUse(string? KeyId, JwsAlgorithmRow Algorithm);
}

/// <summary>A fetched key that is not used for some algorithms, because a pinned key has its <c>kid</c>.</summary>
internal sealed record SupersededKey(string Issuer, string? KeyId, string Algorithms)
{
    public override string ToString() => nameof(SupersededKey);
}
