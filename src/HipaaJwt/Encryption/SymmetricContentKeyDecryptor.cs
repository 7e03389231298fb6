using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>A secret shared with the issuer, which wraps the key of the content or is that key (RFC 7518, sections 4.4 and 4.5).</summary>
internal sealed class SymmetricContentKeyDecryptor : ContentEncryptionKeyDecryptor
{
    private readonly byte[] _secret;
    private readonly string? _encryption;

    /// <param name="algorithm">The algorithm.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="encryption">The only content encryption that the secret is for, where it names one.</param>
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

        if (!encryptedKey.IsEmpty || _secret.Length != contentKey.Length || (_encryption ?? header.Encryption.Name) != header.Encryption.Name)
        {
            return false;
        }

        _secret.CopyTo(contentKey);
        return true;
    }
}
