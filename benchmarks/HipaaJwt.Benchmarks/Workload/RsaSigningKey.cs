using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

internal sealed class RsaSigningKey : SigningKey
{
    private readonly RSA _key;
    private readonly HashAlgorithmName _hash;
    private readonly RSASignaturePadding _padding;

    public RsaSigningKey(JwsAlgorithm algorithm)
        : this(algorithm, RSA.Create(2048))
    {
    }

    private RsaSigningKey(JwsAlgorithm algorithm, RSA key)
        : base(algorithm)
    {
        _key = key;
        _hash = Digest.NameOf(algorithm);
        _padding = algorithm >= JwsAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        SecurityKey = new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) { KeyId = KeyId };
    }

    public override SecurityKey SecurityKey { get; }

    public override object JoseKey => _key;

    public override byte[] Sign(ReadOnlySpan<byte> signingInput) => _key.SignData(signingInput, _hash, _padding);

    public override bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        _key.VerifyHash(Digest.Compute(_hash, signingInput, stackalloc byte[Digest.MaxBytes]), signature, _hash, _padding);

    public override Action PlatformVerification()
    {
        var (input, signature) = (new byte[800], Sign(new byte[800]));
        return () => Verify(input, signature);
    }

    public override SigningKey Copy() => new RsaSigningKey(Algorithm, RSA.Create(_key.ExportParameters(includePrivateParameters: true)));

    public override void Dispose() => _key.Dispose();
}
