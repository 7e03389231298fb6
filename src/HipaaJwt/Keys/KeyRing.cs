using System.Collections.Frozen;
using System.Collections.Immutable;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Keys;

/// <summary>All trusted keys, found by exact <c>kid</c>. It does not change.</summary>
internal sealed class KeyRing
{
    private readonly ImmutableArray<VerificationKey> _keys;
    private readonly FrozenDictionary<JwsAlgorithmRow, ImmutableArray<VerificationKey>> _byAlgorithm;
    private readonly Utf8Table<ImmutableArray<VerificationKey>> _byKeyId;

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
    }

    public ImmutableArray<VerificationKey> Keys => _keys;

    public VerifiedHeaderCache VerifiedHeaders { get; } = new();

    /// <summary>
    /// The keys that the header can mean: those named by its <c>kid</c>, which is one unless several issuers chose the
    /// same name, or without a <c>kid</c> the only key for its algorithm.
    /// </summary>
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
}
