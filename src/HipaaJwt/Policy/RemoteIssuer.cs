using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Policy;

/// <summary>An issuer and its fetched keys.</summary>
internal sealed record RemoteIssuer(IssuerPolicy Issuer, RemoteKeys Keys)
{
    /// <summary>
    /// Creates verification keys from the fetched keys. A pinned key takes precedence over a fetched key with the same <c>kid</c>, and
    /// a pinned key without <c>kid</c> over a fetched key without <c>kid</c>.
    /// </summary>
    public IEnumerable<VerificationKey> CreateVerificationKeys(IEnumerable<VerificationKey> pinnedKeys)
    {
        var pinned = pinnedKeys.Where(key => key.Issuer == Issuer).Select(key => key.KeyId).ToHashSet();
        foreach (var key in Keys.Keys.Where(key => !pinned.Contains(key.KeyId)))
        {
            var verifiers = key.CreateVerifiers(Issuer.Algorithms);
            if (!verifiers.IsEmpty)
            {
                yield return new VerificationKey(key.KeyId, Issuer, Keys, verifiers) { Thumbprint = key.Thumbprint };
            }
        }
    }
}
