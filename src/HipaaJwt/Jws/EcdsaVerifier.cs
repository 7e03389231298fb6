using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>ECDSA (RFC 7518, section 3.4).</summary>
internal sealed class EcdsaVerifier : SignatureVerifier
{
    private readonly KeyPool<ECDsa> _keys;

    public EcdsaVerifier(JwsAlgorithmRow algorithm, ECParameters publicKey)
        : base(algorithm, 2 * algorithm.CoordinateBytes) => _keys = new KeyPool<ECDsa>(() => ECDsa.Create(publicKey));

    /// <summary>The platform turns r‖s into DER on the heap, so it is handed DER from the stack.</summary>
    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        hash = hash[..CryptographicOperations.HashData(Algorithm.Hash, signingInput, hash)];
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerLength];
        der = der[..EcdsaSignature.WriteDer(signature, der)];
        var key = _keys.Take();
        var verified = key.VerifyHash(hash, der, DSASignatureFormat.Rfc3279DerSequence);
        _keys.Return(key);
        return verified;
    }
}
