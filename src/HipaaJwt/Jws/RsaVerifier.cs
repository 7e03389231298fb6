using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 7518, sections 3.3 and 3.5).</summary>
internal sealed class RsaVerifier : SignatureVerifier
{
    private readonly KeyPool<RSA> _keys;

    public RsaVerifier(JwsAlgorithmRow algorithm, RSAParameters publicKey)
        : base(algorithm, publicKey.Modulus!.Length) => _keys = new KeyPool<RSA>(() => RSA.Create(publicKey));

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        hash = hash[..CryptographicOperations.HashData(Algorithm.Hash, signingInput, hash)];
        var key = _keys.Take();
        var verified = key.VerifyHash(hash, signature, Algorithm.Hash, Algorithm.Padding!);
        _keys.Return(key);
        return verified;
    }
}
