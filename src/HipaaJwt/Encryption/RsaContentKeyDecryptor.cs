using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Encryption;

/// <summary>RSAES OAEP (RFC 7518, section 4.3).</summary>
internal sealed class RsaContentKeyDecryptor : ContentEncryptionKeyDecryptor
{
    private const int MaxModulusBytes = 2048;

    private readonly KeyPool<RSA> _keys;

    public RsaContentKeyDecryptor(JweAlgorithmRow algorithm, KeyPool<RSA> keys)
        : base(algorithm) => _keys = keys;

    /// <summary>
    /// The platform tells a wrong padding by an exception and by nothing else. It is the same one whatever is wrong with the
    /// padding, so it tells an attacker nothing of the plaintext.
    /// </summary>
    public override bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey)
    {
        Span<byte> decrypted = stackalloc byte[MaxModulusBytes];
        var key = _keys.Take();
        try
        {
            var valid = encryptedKey.Length == (key.KeySize + 7) / 8
                && key.TryDecrypt(encryptedKey, decrypted, Algorithm.Padding!, out var length)
                && length == contentKey.Length;
            decrypted[..contentKey.Length].CopyTo(contentKey);
            return valid;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decrypted[..JweEncryptions.MaxKeyBytes]);
            _keys.Return(key);
        }
    }
}
