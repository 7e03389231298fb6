using System.Collections.Frozen;
using System.Collections.Immutable;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Keys;

/// <summary>Finds trusted keys by exact <c>kid</c>. The keys never change.</summary>
internal sealed class KeyRing
{
    private readonly ImmutableArray<VerificationKey> _keys;
    private readonly FrozenDictionary<JwsAlgorithmRow, ImmutableArray<VerificationKey>> _byAlgorithm;
    private readonly Utf8Table<ImmutableArray<VerificationKey>> _byKeyId;
    private readonly Lazy<HashSet<(string Issuer, string Thumbprint, JwsAlgorithmRow Algorithm)>> _served;

    public KeyRing(IEnumerable<VerificationKey> keys)
    {
        _keys = [.. keys];
        _byAlgorithm = JwsAlgorithms.All.ToFrozenDictionary(
            algorithm => algorithm,
            algorithm => _keys.Where(key => key.TryGetVerifier(algorithm, out _)).ToImmutableArray());
        _byKeyId = new Utf8Table<ImmutableArray<VerificationKey>>(_keys
            .Where(key => key.KeyId is not null)
            .GroupBy(key => key.KeyId!, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.ToImmutableArray())));
        _served = new(() => [.. _keys.SelectMany(UsesOf)]);
    }

    public ImmutableArray<VerificationKey> Keys => _keys;

    public VerifiedHeaderCache VerifiedHeaders { get; } = new();

    /// <summary>
    /// Whether a key, also one of an earlier ring, is still in use: its issuer still has the same public key for the same algorithms. The
    /// <c>kid</c> and the way the key was read do not matter. The age of fetched keys is not considered.
    /// </summary>
    public bool Serves(VerificationKey key) => UsesOf(key).All(_served.Value.Contains);

    /// <summary>
    /// Finds the keys that the header can mean. With a <c>kid</c> these are the keys of that name: one key, unless several issuers use
    /// the same <c>kid</c>. Without a <c>kid</c> it is the only key for the algorithm.
    /// </summary>
    /// <returns>No error, <see cref="JwtErrorCode.KeyNotFound"/> or <see cref="JwtErrorCode.KeyAmbiguous"/>.</returns>
    public JwtError Find(in JoseHeader header, out ImmutableArray<VerificationKey> candidates)
    {
        if (header.KeyId.IsEmpty)
        {
            candidates = _byAlgorithm[header.Algorithm];
            return candidates.Length == 1 ? JwtError.None : new JwtError(JwtErrorCode.KeyAmbiguous, "kid");
        }

        return _byKeyId.TryGetValue(header.KeyId, out candidates)
            ? JwtError.None
            : new JwtError(JwtErrorCode.KeyNotFound, "kid");
    }

    private static IEnumerable<(string Issuer, string Thumbprint, JwsAlgorithmRow Algorithm)> UsesOf(VerificationKey key) =>
        key.Algorithms.Select(algorithm => (key.Issuer.Issuer, key.Thumbprint, algorithm));
}
