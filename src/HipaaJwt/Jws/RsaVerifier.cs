using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>Verifies RSASSA-PKCS1-v1_5 and RSASSA-PSS signatures (RFC 7518, sections 3.3 and 3.5).</summary>
internal sealed class RsaVerifier : SignatureVerifier
{
    private readonly KeyPool<HashingKey<RSA>> _keys;

    public RsaVerifier(JwsAlgorithmRow algorithm, RSAParameters publicKey)
        : base(algorithm, publicKey.Modulus!.Length) =>
        _keys = new KeyPool<HashingKey<RSA>>(() => new HashingKey<RSA>(RSA.Create(publicKey), algorithm.Hash));

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var key = _keys.Rent();
        var verified = key.Key.VerifyHash(key.Hash(signingInput, digest), signature, Algorithm.Hash, Algorithm.Padding!);
        _keys.Return(key);
        return verified;
    }
}
