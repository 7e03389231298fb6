using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>Uses a shared secret to unwrap the content encryption key, or as that key itself (RFC 7518, sections 4.4 and 4.5).</summary>
internal sealed class SymmetricContentKeyDecryptor : ContentEncryptionKeyDecryptor
{
    private readonly byte[] _secret;
    private readonly string? _encryption;

    /// <param name="algorithm">The algorithm.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="encryption">The only content encryption that the secret may be used with; null for any.</param>
    public SymmetricContentKeyDecryptor(JweAlgorithmRow algorithm, byte[] secret, string? encryption)
        : base(algorithm)
    {
        _secret = secret;
        _encryption = encryption;
    }

    public override bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey)
    {
        if (Algorithm.Kind == KeyManagement.KeyWrap)
        {
            return AesKeyWrap.TryUnwrap(_secret, encryptedKey, contentKey);
        }

        if (!encryptedKey.IsEmpty
            || _secret.Length != contentKey.Length
            || (_encryption ?? header.Encryption.Name) != header.Encryption.Name)
        {
            return false;
        }

        _secret.CopyTo(contentKey);
        return true;
    }
}
