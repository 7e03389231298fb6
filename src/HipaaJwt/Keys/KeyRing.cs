using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Keys;

/// <summary>Finds trusted keys by exact <c>kid</c> and algorithm. The keys never change.</summary>
internal sealed class KeyRing
{
    private readonly ImmutableArray<VerificationKey> _keys;
    private readonly HashSet<VerificationKey> _members;
    private readonly ByAlgorithm _all;
    private readonly Utf8Table<ByAlgorithm> _byKeyId;
    private readonly Lazy<HashSet<(string Issuer, string Thumbprint, JwsAlgorithmRow Algorithm)>> _served;

    public KeyRing(IEnumerable<VerificationKey> keys)
    {
        _keys = [.. keys];
        _members = [.. _keys];
        _all = new ByAlgorithm(_keys);
        _byKeyId = _keys
            .Where(key => key.KeyId is not null)
            .GroupBy(key => key.KeyId!, StringComparer.Ordinal)
            .ToUtf8Table(group => group.Key, group => new ByAlgorithm(group));
        _served = new(() => [.. _keys.SelectMany(UsesOf)]);
    }

    public ImmutableArray<VerificationKey> Keys => _keys;

    public VerifiedHeaderCache VerifiedHeaders { get; } = new();

    /// <summary>Whether the key itself is in this ring, not only an equal one.</summary>
    public bool Contains(VerificationKey key) => _members.Contains(key);

    /// <summary>
    /// Whether a key, also one of an earlier ring, is still in use: its issuer still has the same public key for the same algorithms. The
    /// <c>kid</c> and the way the key was read do not matter. The age of fetched keys is not considered.
    /// </summary>
    public bool Serves(VerificationKey key) => UsesOf(key).All(_served.Value.Contains);

    /// <summary>
    /// Finds the keys that the header can mean: those of its <c>kid</c> and algorithm, or without a <c>kid</c> those of its algorithm.
    /// </summary>
    /// <returns>
    /// No error, <see cref="JwtErrorCode.KeyNotFound"/>, <see cref="JwtErrorCode.AlgorithmNotAllowedForKey"/> or
    /// <see cref="JwtErrorCode.KeyAmbiguous"/>. Without an error there is at least one candidate.
    /// </returns>
    public JwtError Find(in JoseHeader header, out KeyCandidates? candidates)
    {
        if (header.KeyId.IsEmpty)
        {
            candidates = _all.Find(header.Algorithm);
            return candidates is not null ? JwtError.None : new JwtError(JwtErrorCode.KeyAmbiguous, "kid");
        }

        candidates = null;
        if (!_byKeyId.TryGetValue(header.KeyId, out var byAlgorithm))
        {
            return new JwtError(JwtErrorCode.KeyNotFound, "kid");
        }

        candidates = byAlgorithm.Find(header.Algorithm);
        return candidates is not null ? JwtError.None : new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg");
    }

    /// <summary>Whether the issuer has a key that the header can mean.</summary>
    public bool HasKey(in JoseHeader header, IssuerPolicy issuer) =>
        Find(header, out var candidates).IsNone && candidates!.Contains(issuer);

    private static IEnumerable<(string Issuer, string Thumbprint, JwsAlgorithmRow Algorithm)> UsesOf(VerificationKey key) =>
        key.Algorithms.Select(algorithm => (key.Issuer.Issuer, key.Thumbprint, algorithm));

    /// <summary>The candidates for each algorithm.</summary>
    private sealed class ByAlgorithm
    {
        private readonly KeyCandidates?[] _candidates = new KeyCandidates?[JwsAlgorithms.All.Length];

        public ByAlgorithm(IEnumerable<VerificationKey> keys)
        {
            foreach (var uses in keys.SelectMany(key => key.Algorithms, (key, row) => new Use(row, key)).GroupBy(use => use.Algorithm))
            {
                _candidates[(int)uses.Key.Id] = new KeyCandidates(uses.Select(use => use.Key));
            }
        }

        public KeyCandidates? Find(JwsAlgorithmRow algorithm) => _candidates[(int)algorithm.Id];

        private sealed record Use(JwsAlgorithmRow Algorithm, VerificationKey Key);
    }
}
