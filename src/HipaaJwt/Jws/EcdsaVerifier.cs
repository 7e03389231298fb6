using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>
/// Verifies ECDSA signatures (RFC 7518, section 3.4). On Linux it converts them to DER on the stack. OpenSSL needs DER, and the
/// platform would allocate it on the heap for each call.
/// </summary>
internal sealed class EcdsaVerifier : SignatureVerifier
{
    private readonly KeyPool<HashingKey<ECDsa>> _keys;

    public EcdsaVerifier(JwsAlgorithmRow algorithm, ECParameters publicKey)
        : base(algorithm, 2 * algorithm.CoordinateBytes) =>
        _keys = new KeyPool<HashingKey<ECDsa>>(() => new HashingKey<ECDsa>(Import(publicKey), algorithm.Hash));

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var key = _keys.Rent();
        var hash = key.Hash(signingInput, digest);
        var verified = OperatingSystem.IsLinux()
            ? VerifyDer(key.Key, hash, signature)
            : key.Key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _keys.Return(key);
        return verified;
    }

    private static bool VerifyDer(ECDsa key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerLength];
        der = der[..EcdsaSignature.WriteDer(signature, der)];
        return key.VerifyHash(hash, der, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>The key of <see cref="ECDsa.Create(ECParameters)"/> would convert DER to r‖s and back.</summary>
    private static ECDsa Import(ECParameters publicKey)
    {
        if (!OperatingSystem.IsLinux())
        {
            return ECDsa.Create(publicKey);
        }

        var key = new ECDsaOpenSsl();
        key.ImportParameters(publicKey);
        return key;
    }
}
