using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>Derives keys with ECDH-ES, to use directly or to unwrap the content encryption key (RFC 7518, section 4.6).</summary>
internal sealed class EcdhContentKeyDecryptor : ContentEncryptionKeyDecryptor
{
    private readonly KeyPool<ECDiffieHellman> _keys;
    private readonly NistCurve _curve;

    public EcdhContentKeyDecryptor(JweAlgorithmRow algorithm, KeyPool<ECDiffieHellman> keys, NistCurve curve)
        : base(algorithm)
    {
        _keys = keys;
        _curve = curve;
    }

    public override bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey)
    {
        if (!EphemeralKey.TryRead(header.EphemeralKey, _curve, out var point))
        {
            return false;
        }

        if (Algorithm.WrapBytes == 0)
        {
            return encryptedKey.IsEmpty && TryAgree(header, point, header.Encryption.Name, contentKey);
        }

        Span<byte> wrappingKey = stackalloc byte[Algorithm.WrapBytes];
        var unwrapped = TryAgree(header, point, Algorithm.Name, wrappingKey)
            && AesKeyWrap.TryUnwrap(wrappingKey, encryptedKey, contentKey);
        CryptographicOperations.ZeroMemory(wrappingKey);
        return unwrapped;
    }

    private bool TryAgree(in JweHeader header, ECPoint point, string algorithm, Span<byte> agreedKey)
    {
        var key = _keys.Rent();
        byte[] secret;
        try
        {
            using var sender = ECDiffieHellman.Create(new ECParameters { Curve = _curve.Curve, Q = point });
            using var senderKey = sender.PublicKey;
            secret = key.DeriveRawSecretAgreement(senderKey);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _keys.Return(key);
        }

        using var parties = PooledBuffer.Rent(header.PartyU.Length + header.PartyV.Length);
        StrictBase64Url.TryDecode(header.PartyU, parties.Span, out var lengthOfU);
        StrictBase64Url.TryDecode(header.PartyV, parties.Span[lengthOfU..], out var lengthOfV);
        ConcatKdf.Derive(secret, algorithm, parties.Span[..lengthOfU], parties.Span.Slice(lengthOfU, lengthOfV), agreedKey);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }
}
