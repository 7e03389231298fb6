using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.Encryption;

/// <summary>A key of ours and the algorithms that it is for; a token only names one of them (RFC 8725, section 3.1).</summary>
internal sealed class DecryptionKey
{
    private readonly ImmutableArray<ContentKeySource> _sources;

    public DecryptionKey(string? keyId, ImmutableArray<ContentKeySource> sources)
    {
        KeyId = keyId;
        _sources = sources;
    }

    public string? KeyId { get; }

    public bool TryGetSource(JweAlgorithmRow algorithm, [NotNullWhen(true)] out ContentKeySource? source)
    {
        source = _sources.FirstOrDefault(candidate => ReferenceEquals(candidate.Algorithm, algorithm));
        return source is not null;
    }
}
