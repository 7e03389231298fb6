using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Encryption;

/// <summary>Decrypts content encryption keys with RSAES OAEP (RFC 7518, section 4.3).</summary>
internal sealed class RsaContentKeyDecryptor : ContentEncryptionKeyDecryptor
{
    private const int MaxModulusBytes = 2048;

    private readonly KeyPool<RSA> _keys;

    public RsaContentKeyDecryptor(JweAlgorithmRow algorithm, KeyPool<RSA> keys)
        : base(algorithm) => _keys = keys;

    /// <summary>Decrypts the key. The platform throws the same exception for every padding error, so it reveals nothing.</summary>
    public override bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey)
    {
        Span<byte> decrypted = stackalloc byte[MaxModulusBytes];
        var key = _keys.Rent();
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
