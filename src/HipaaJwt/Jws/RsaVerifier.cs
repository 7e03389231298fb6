using System.Security.Cryptography;

namespace HipaaJwt.Jws;

/// <summary>Verifies RSASSA-PKCS1-v1_5 and RSASSA-PSS signatures (RFC 7518, sections 3.3 and 3.5).</summary>
internal sealed class RsaVerifier : SignatureVerifier
{
    private readonly KeyPool<RsaPublicKey> _keys;

    public RsaVerifier(JwsAlgorithmRow algorithm, RSAParameters publicKey)
        : base(algorithm, publicKey.Modulus!.Length) =>
        _keys = new KeyPool<RsaPublicKey>(() => new RsaPublicKey(publicKey, algorithm));

    protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        var key = _keys.Rent();
        var verified = key.Verify(signingInput, signature);
        _keys.Return(key);
        return verified;
    }
}
