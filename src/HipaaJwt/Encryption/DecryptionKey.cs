using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.Encryption;

/// <summary>A decryption key and the algorithms it may be used with. A token can only select among them (RFC 8725, section 3.1).</summary>
internal sealed class DecryptionKey
{
    private readonly ImmutableArray<ContentEncryptionKeyDecryptor> _decryptors;

    public DecryptionKey(string? keyId, ImmutableArray<ContentEncryptionKeyDecryptor> decryptors)
    {
        KeyId = keyId;
        _decryptors = decryptors;
    }

    public string? KeyId { get; }

    public bool TryGetKeyDecryptor(JweAlgorithmRow algorithm, [NotNullWhen(true)] out ContentEncryptionKeyDecryptor? keyDecryptor)
    {
        keyDecryptor = _decryptors.FirstOrDefault(candidate => ReferenceEquals(candidate.Algorithm, algorithm));
        return keyDecryptor is not null;
    }
}
